import { execFileSync, spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JournalEvent } from "../../../shared/journal.ts";
import { startTestRunner } from "../../support/test-runner.ts";

/**
 * Row 12 of what must not break a runner: the line between two machines dies without a word. The client is in a network
 * namespace of its own, behind a pair of virtual network devices; the runner's end is switched off and on again.
 */
const space = `recipe-lab-${process.pid}`;
const [near, far] = [`rl${process.pid}n`, `rl${process.pid}f`];
/** Out of the range for tests of networks (RFC 2544). */
const subnet = `198.18.${process.pid % 256}`;
const ip = (...args: string[]) => execFileSync("ip", args, { stdio: "pipe" });

function makeLine(): void {
  ip("netns", "add", space);
  ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", space);
}

function removeLine(): void {
  spawnSync("ip", ["link", "del", near]);
  spawnSync("ip", ["netns", "del", space]);
}

const mayIsolate = (() => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    makeLine();
    ip("netns", "exec", space, "true");
    return true;
  } catch {
    return false;
  } finally {
    removeLine();
  }
})();
const skipped = mayIsolate ? "" : " (skipped: this user may not make a network namespace)";

const program = fileURLToPath(new URL(`../../../.build/half-open-client-${process.pid}.mjs`, import.meta.url));

describe.skipIf(!mayIsolate)(`a line that is down${skipped}`, () => {
  beforeAll(() => {
    const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    execFileSync(process.execPath, [
      from("../../../scripts/bundle-for-node.mjs"),
      from("../../support/half-open-client.ts"),
      program,
    ]);
    makeLine();
    ip("address", "add", `${subnet}.1/30`, "dev", near);
    ip("-n", space, "address", "add", `${subnet}.2/30`, "dev", far);
    ip("link", "set", near, "up");
    ip("-n", space, "link", "set", far, "up");
  });
  afterAll(() => {
    rmSync(program, { force: true });
    removeLine();
  });

  test("is noticed by both sides, and the client has every record when it is up again", async () => {
    const heartbeatMs = 1_000;
    const runner = await startTestRunner({ host: `${subnet}.1`, heartbeatMs });
    const run = runner.service.add("r");
    const client = spawn("ip", ["netns", "exec", space, process.execPath, program], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    client.stdin.end(`${JSON.stringify({ url: runner.server.url, token: runner.token, run, heartbeatMs })}\n`);
    const records: JournalEvent[] = [];
    const losses: string[] = [];
    createInterface(client.stdout).on("line", (line) => {
      const { record, lost } = JSON.parse(line) as { record?: JournalEvent; lost?: string };
      if (record !== undefined) records.push(record);
      if (lost !== undefined) losses.push(lost);
    });
    const ended = new Promise((resolve) => client.once("exit", resolve));
    try {
      runner.service.appendStep(run, 1);
      await expect.poll(() => records.length, { timeout: 20_000 }).toBe(1);
      expect(losses).toEqual([]);
      ip("link", "set", near, "down");
      for (let step = 2; step <= 50; step++) runner.service.appendStep(run, step);
      await expect.poll(() => losses.length, { timeout: 20_000 }).toBeGreaterThan(0);
      await expect.poll(() => runner.log.join("\n"), { timeout: 20_000 }).toContain("gone without a word");
      expect(runner.server.load().connections).toBe(0);
      expect(records).toHaveLength(1);
      ip("link", "set", near, "up");
      await expect.poll(() => records.length, { timeout: 60_000 }).toBe(50);
      runner.service.append(run, { type: "state", state: "completed" });
      expect(await ended).toBe(0);
      expect(records).toEqual(runner.service.runs.get(run)!.records);
    } finally {
      client.kill("SIGKILL");
      await runner.close();
    }
  });
});
