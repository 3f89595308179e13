import { afterEach, describe, expect, it } from "vitest";
import { followRun } from "../../../runner/client/follow-run.ts";
import type { RunnerTarget } from "../../../runner/client/target.ts";
import { parseAddress } from "../../../shared/client/address.ts";
import type { JournalEvent } from "../../../shared/journal.ts";
import { createStream } from "../../../shared/random.ts";
import { CuttingProxy } from "../../support/cutting-proxy.ts";
import { startTestRunner, type TestRunner } from "../../support/test-runner.ts";

/** How often the connection is cut. */
const reconnects = 1_000;

let runner: TestRunner;
let proxy: CuttingProxy;
afterEach(async () => {
  await proxy?.close();
  await runner?.close();
});

const through = (target: RunnerTarget, port: number): RunnerTarget => ({
  ...target,
  address: parseAddress(`http://127.0.0.1:${port}`),
});

describe("a client whose connection is cut at random bytes", () => {
  it(`has the journal in the end after ${reconnects} cuts: no gap, no duplicate`, async () => {
    runner = await startTestRunner();
    const random = createStream({ seed: 7, purpose: "replacement" });
    const run = runner.service.add("r");
    proxy = await CuttingProxy.start(runner.server.port, (connection) =>
      // From inside the answer to the handshake to far into the records.
      connection === 1 ? 2_000 : connection <= reconnects ? Math.floor(random.uniform() ** 3 * 40_000) : null,
    );
    let step = 0;
    const streaming = setInterval(() => {
      for (let count = 0; count < 5; count += 1) {
        step += 1;
        runner.service.appendStep(run, step);
      }
    }, 5);
    const received: JournalEvent[] = [];
    await followRun({
      target: through(runner.target, proxy.port),
      run,
      random: () => 0.001,
      onRecords: (records) => {
        received.push(...records);
        const last = received.at(-1);
        if (proxy.connections <= reconnects || last?.type === "state") return last?.type === "state";
        clearInterval(streaming);
        if (runner.service.runs.get(run)!.summary.state !== "completed") {
          runner.service.append(run, { type: "state", state: "completed" });
        }
        return false;
      },
    });
    expect(proxy.cuts).toBe(reconnects);
    expect(received).toEqual(runner.service.runs.get(run)!.records);
    expect(received.length).toBeGreaterThan(reconnects);
  });
});

describe("a client that waits out", () => {
  const follow = (options: { beats?: number } = {}) => {
    const received: JournalEvent[] = [];
    const losses: string[] = [];
    const done = followRun({
      target: through(runner.target, proxy.port),
      run: "r",
      ...(options.beats === undefined ? {} : { heartbeatMs: options.beats }),
      random: () => 0.1,
      onLost: ({ code }) => losses.push(code),
      onRecords: (records, upToDate) => {
        received.push(...records);
        const last = received.at(-1);
        return upToDate && last?.type === "state" && last.state === "completed";
      },
    });
    const until = async (count: number) => {
      while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    return { received, losses, done, until };
  };

  it("a restart of the runner misses nothing", async () => {
    runner = await startTestRunner();
    const { service, token } = runner;
    service.add("r");
    proxy = await CuttingProxy.start(runner.server.port, () => null);
    const { received, losses, done, until } = follow();
    service.appendStep("r", 1);
    await until(1);
    await runner.close();
    service.appendStep("r", 2);
    while (losses.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    service.appendStep("r", 3);
    runner = await startTestRunner({ service, token });
    proxy.redirect(runner.server.port);
    await until(3);
    service.append("r", { type: "state", state: "completed" });
    await done;
    expect(received).toEqual(service.runs.get("r")!.records);
  });

  it("a line that is dead without a word notices it by itself", async () => {
    runner = await startTestRunner({ heartbeatMs: 50 });
    runner.service.add("r");
    proxy = await CuttingProxy.start(runner.server.port, () => null);
    const { received, losses, done, until } = follow({ beats: 50 });
    runner.service.appendStep("r", 1);
    await until(1);
    proxy.freeze();
    runner.service.appendStep("r", 2);
    while (losses.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    proxy.thaw();
    await until(2);
    runner.service.append("r", { type: "state", state: "completed" });
    await done;
    expect(received).toEqual(runner.service.runs.get("r")!.records);
    // The runner noticed too, and let go of the dead connection.
    while (!runner.log.some((line) => line.includes("gone without a word"))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  it("a state in the middle of the journal is not taken for the end", async () => {
    runner = await startTestRunner();
    const { service } = runner;
    service.add("r");
    for (const state of ["running", "completed", "running"] as const) service.append("r", { type: "state", state });
    for (let step = 1; step <= 500; step += 1) service.appendStep("r", step);
    proxy = await CuttingProxy.start(runner.server.port, () => null);
    const { received, done, until } = follow();
    await until(503);
    service.append("r", { type: "state", state: "completed" });
    await done;
    expect(received).toHaveLength(504);
  });

  it("a run that is deleted is an end", async () => {
    runner = await startTestRunner();
    runner.service.add("r");
    runner.service.appendStep("r", 1);
    proxy = await CuttingProxy.start(runner.server.port, () => null);
    const { done, until } = follow();
    await until(1);
    await runner.service.delete("r");
    await expect(done).rejects.toMatchObject({ code: "unknown-run" });
  });

  it("what cannot get better ends at once", async () => {
    runner = await startTestRunner();
    proxy = await CuttingProxy.start(runner.server.port, () => null);
    await expect(follow().done).rejects.toMatchObject({ code: "unknown-run" });
    runner.target.token = "x".repeat(43);
    await expect(follow().done).rejects.toMatchObject({ code: "wrong-token" });
  });
});
