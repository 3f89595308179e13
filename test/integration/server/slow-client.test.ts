import { afterEach, describe, expect, it } from "vitest";
import { recordsPerBatch } from "../../../runner/server/run-feed.ts";
import type { JournalEvent } from "../../../shared/journal.ts";
import { type RawClient, startTestRunner, type TestRunner } from "../../support/test-runner.ts";

let runner: TestRunner;
afterEach(() => runner?.close());

const subscribe = (run: string, afterSequence = 0) => ({
  jsonrpc: "2.0",
  id: "subscribe",
  method: "subscribe",
  params: { run, afterSequence },
});
/** 12 MB of records: more than the buffers of the system and of both sides together. */
const rounds = 60;

const nextTick = () => new Promise((resolve) => setImmediate(resolve));

/** Reads until the client has record number `last`; what came, in order. */
async function readTo(client: RawClient, last: number) {
  const records: JournalEvent[] = [];
  const coalesced: { at: number; throughSequence: number }[] = [];
  while ((records.at(-1)?.sequence ?? 0) < last) {
    const { method, params } = await client.next();
    if (method === "run/records") records.push(...(params as { records: JournalEvent[] }).records);
    if (method === "run/coalesced") {
      const { throughSequence } = params as { throughSequence: number };
      coalesced.push({ at: records.at(-1)?.sequence ?? 0, throughSequence });
    }
  }
  return { records, coalesced };
}

/** Long enough records that the system's own buffers are full after some thousands. */
function appendMany(run: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    runner.service.append(run, { type: "log", level: "info", message: `${index} ${"x".repeat(1_000)}` });
  }
}

describe("a client that stops reading", () => {
  it("costs a bounded buffer, hears where the run is, and has every record in the end", {
    timeout: 60_000,
  }, async () => {
    runner = await startTestRunner();
    const run = runner.service.add("r");
    const slow = await runner.open();
    const good = await runner.open();
    expect((await slow.ask(subscribe(run))).result).toEqual({ lastSequence: 0 });
    expect((await good.ask(subscribe(run))).result).toEqual({ lastSequence: 0 });
    runner.service.appendStep(run, 1);
    await Promise.all([readTo(slow, 1), readTo(good, 1)]);

    slow.socket.pause();
    let mostWaiting = 0;
    for (let round = 0; round < rounds; round += 1) {
      appendMany(run, recordsPerBatch);
      await readTo(good, 1 + (round + 1) * recordsPerBatch);
      mostWaiting = Math.max(mostWaiting, runner.server.load().waitingBytes);
    }
    const total = 1 + rounds * recordsPerBatch;
    // The slow client's share is what fits below the mark of 64 KiB, and one batch.
    expect(mostWaiting).toBeGreaterThan(0);
    expect(mostWaiting).toBeLessThan((64 + 256) * 1024);

    // Somebody who is behind for a second is told before what was left out follows.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    slow.socket.resume();
    const { records, coalesced } = await readTo(slow, total);
    expect(records.map(({ sequence }) => sequence)).toEqual(Array.from({ length: total - 1 }, (_, index) => index + 2));
    expect(records).toEqual(runner.service.runs.get(run)!.records.slice(1));
    expect(coalesced.length).toBeGreaterThan(0);
    expect(coalesced[0]!.throughSequence).toBe(total);
    expect(coalesced[0]!.at).toBeLessThan(total);
  });

  it("does not make the runner read on while its answers wait", { timeout: 60_000 }, async () => {
    runner = await startTestRunner();
    for (let index = 0; index < 500; index += 1) runner.service.add(`run-${index}`, { note: "x".repeat(1_000) });
    const client = await runner.open();
    client.socket.pause();
    let asked = 0;
    for (; asked < 2_000; asked += 1) {
      client.send({ jsonrpc: "2.0", id: asked, method: "list" });
      if (asked % 100 === 0) await nextTick();
    }
    let mostWaiting = 0;
    for (let wait = 0; wait < 50; wait += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      mostWaiting = Math.max(mostWaiting, runner.server.load().waitingBytes);
    }
    // 2,000 answers of 0.7 MB would be 1.4 GB; 32 may be under way.
    expect(mostWaiting).toBeLessThan(32 * 1024 * 1024);
    client.socket.resume();
    let answered = 0;
    while (answered < asked) {
      const { id, error } = await client.next();
      expect(id).toBeTypeOf("number");
      if (error) expect(error.data.code).toBe("too-many-requests");
      answered += 1;
    }
  });
});

describe("a client that reads", () => {
  it("is not told that it is behind, however rare the records are", async () => {
    runner = await startTestRunner();
    const run = runner.service.add("r");
    const client = await runner.open();
    await client.ask(subscribe(run));
    for (let step = 1; step <= 3; step += 1) {
      runner.service.appendStep(run, step);
      expect((await client.next()).method).toBe("run/records");
      await new Promise((resolve) => setTimeout(resolve, 1_050));
    }
    client.socket.terminate();
  });
});

describe("many clients at one place", () => {
  it("share one reading and one message", async () => {
    runner = await startTestRunner();
    const run = runner.service.add("r");
    const clients = await Promise.all(Array.from({ length: 50 }, () => runner.open()));
    await Promise.all(clients.map((client) => client.ask(subscribe(run))));
    runner.service.reads = 0;
    runner.service.appendStep(run, 1);
    await Promise.all(clients.map((client) => readTo(client, 1)));
    expect(runner.service.reads).toBe(1);
    for (const { socket } of clients) socket.terminate();
  });

  it("hear of changed runs where they asked for it, and of deleted ones", async () => {
    runner = await startTestRunner();
    const client = await runner.connect({ topics: ["runs"] });
    const other = await runner.connect();
    const heard: unknown[] = [];
    other.on("runs/changed", () => heard.push("unasked"));
    const changed = () =>
      new Promise<{ runs: string[]; deleted: string[] }>((resolve) => {
        client.on("runs/changed", ({ runs, deleted }) => resolve({ runs: runs.map(({ id }) => id), deleted }));
      });
    const first = changed();
    runner.service.add("a");
    runner.service.add("b");
    expect(await first).toEqual({ runs: ["a", "b"], deleted: [] });
    const second = changed();
    await runner.service.pause("b");
    await runner.service.delete("a");
    expect(await second).toEqual({ runs: ["b"], deleted: ["a"] });
    expect(heard).toEqual([]);
    client.close();
    other.close();
  });
});
