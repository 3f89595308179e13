import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectRunner } from "../../../runner/client/connect.ts";
import { followRun } from "../../../runner/client/follow-run.ts";
import { type RunnerTarget, runnerTarget } from "../../../runner/client/target.ts";
import { parseAddress } from "../../../shared/client/address.ts";
import type { JournalEvent, RunState } from "../../../shared/journal.ts";
import { CuttingProxy } from "../../support/cutting-proxy.ts";
import { configFolder, type Served, serve } from "../../support/served.ts";
import { events, hashes, type SmallRun, smallRun, trained } from "../../support/small-run.ts";

/** Rows 2, 13, 15 and 16 of what must not break a run, one after the other in the life of one run. */
let place: SmallRun;
let runs: string;
let served: Served | undefined;
let proxy: CuttingProxy | undefined;
const mayMount = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;
const config = configFolder();

beforeAll(async () => {
  place = await smallRun();
  runs = join(place.folder, "disk");
  mkdirSync(runs);
  if (mayMount) execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "none", runs]);
});
afterAll(async () => {
  await proxy?.close();
  if (served?.started.child.exitCode === null) await served.end();
  if (mayMount) execFileSync("umount", ["-l", runs]);
  place.remove();
  config.remove();
});

const epochs = 40;
const settings = [`training.epochs=${epochs}`, "training.devices=1"].flatMap((setting) => ["--set", setting]);

/** A runner whose clock is its own: SIGUSR2 sets it two hours ahead, and the next one two hours back again. */
async function begin(port = 0): Promise<Served> {
  const clock = join(place.folder, "clock.mjs");
  writeFileSync(
    clock,
    `const real = Date.now;
     let ahead = 0;
     Date.now = () => real() + ahead;
     process.on("SIGUSR2", () => { ahead = 7_200_000 - ahead; });`,
  );
  return serve({
    runs,
    data: place.folder,
    config: config.path,
    port,
    environment: { NODE_OPTIONS: `--import=${clock}` },
  });
}

const fullDisk = mayMount ? "disk full and back" : "but no full disk, because mounting a small one is not allowed here";

test(`a day of a run: editor closed, network lost, clock set, runner killed, ${fullDisk}`, async () => {
  const expected = hashes(await trained(place, ...settings), epochs * 5);
  served = await begin();
  const { port } = served;
  proxy = await CuttingProxy.start(port, () => null);
  const direct = runnerTarget({ runner: served.url, tokenFile: served.tokenFile });
  const throughProxy: RunnerTarget = { ...direct, address: parseAddress(`http://127.0.0.1:${proxy.port}`) };
  const summary = async () => {
    const client = await connectRunner(direct);
    const { runs } = await client.request("list", {});
    client.close();
    return runs[0]!;
  };
  const until = async (is: (run: Awaited<ReturnType<typeof summary>>) => boolean) => {
    for (;;) {
      const now = await summary();
      if (is(now)) return now;
      if (now.state === "completed" || now.state === "failed")
        throw new Error(`the run is ${now.state}: ${now.reason}`);
      await sleep(20);
    }
  };
  const id = (await served.client("submit", place.recipe, ...settings)).stdout.trim();

  // Morning: an editor looks on, and is closed.
  const seen: JournalEvent[] = [];
  let state: RunState | undefined;
  const take = (records: JournalEvent[]) => {
    seen.push(...records);
    const last = records.findLast((event) => event.type === "state");
    if (last?.type === "state") state = last.state;
  };
  const editor = (isOver: () => boolean, onConnected = () => {}) =>
    followRun({
      onConnected,
      target: throughProxy,
      run: id,
      afterSequence: seen.at(-1)?.sequence ?? 0,
      random: () => 0.02,
      onRecords: (records) => {
        take(records);
        return isOver();
      },
    });
  await editor(() => seen.some((event) => event.type === "metrics" && event.step >= 5));
  const closedAt = seen.at(-1)!.sequence;
  await until(({ step }) => step >= 15);

  // It is opened again, and the network is lost, again and again; then the clock is set, forth and back.
  let connected = () => {};
  const opened = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const looking = editor(() => state === "completed", connected);
  await Promise.race([opened, looking]); // a first connection that is lost is told, and not tried again
  for (let loss = 0; loss < 5; loss += 1) {
    await sleep(30);
    proxy.cutAll();
  }
  served.started.child.kill("SIGUSR2");
  await until(({ step }) => step >= 30);
  served.started.child.kill("SIGUSR2");

  // The runner is killed. The run goes on, and the next runner finds it.
  const before = await summary();
  await served.end("SIGKILL");
  proxy.cutAll();
  served = await begin(port);
  await until(({ step, state }) => state === "running" && step > before.step);

  // The disk is full: the run says so and waits; there is room again, and it goes on.
  if (mayMount) {
    const filler = join(runs, "filler");
    expect(() => writeFileSync(filler, Buffer.alloc(64 << 20))).toThrow("ENOSPC");
    const { reason } = await until(({ state }) => state === "paused");
    expect(reason).toMatch(/disk/);
    rmSync(filler);
    expect((await served.client("resume", id)).code).toBe(0);
  }
  await looking;

  expect(hashes(join(runs, id), epochs * 5)).toEqual(expected);
  const journal = events(join(runs, id));
  expect(seen).toEqual(journal);
  expect(journal.map(({ sequence }) => sequence)).toEqual(journal.map((_, index) => index + 1));
  expect(journal.length).toBeGreaterThan(closedAt);
  expect(proxy.cuts).toBeGreaterThan(0);
});
