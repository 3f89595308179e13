import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Journal, type NewEvent } from "../../../runner/runs/journal.ts";
import { eachCurrentRecord, eachRecord, lastRecords } from "../../../runner/runs/journal-reader.ts";
import { acquireLease } from "../../../runner/runs/lease.ts";
import type { JournalEvent } from "../../../shared/journal.ts";
import { currentEvents } from "../../../shared/replay.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-journal-"));
  path = join(folder, "journal.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nothing = { sequence: 0, bytes: 0 };

async function read(each = eachRecord): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  await each(path, (event) => events.push(event));
  return events;
}

function writeThree(): void {
  const journal = new Journal(path, nothing, { now: () => 1_000 });
  journal.append({ type: "state", state: "running" });
  journal.append({ type: "metrics", step: 1, epoch: 0, values: { "train/loss": 2.5 } });
  journal.append({ type: "log", level: "warning", message: "größer\nals" });
  journal.close();
}

describe("the journal", () => {
  test("numbers its records from 1 and goes on where it stopped", async () => {
    writeThree();
    const journal = await Journal.open(path, { now: () => 2_000 });
    expect(journal.append({ type: "state", state: "completed" })).toEqual({
      sequence: 4,
      time: 2_000,
      type: "state",
      state: "completed",
    });
    journal.close();
    expect((await read()).map((event) => event.sequence)).toEqual([1, 2, 3, 4]);
  });

  test("cut at any byte, keeps the whole records and goes on without a gap", async () => {
    writeThree();
    const whole = readFileSync(path);
    const ends = [...whole.keys()].filter((index) => whole[index] === 10).map((index) => index + 1);
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const kept = ends.filter((end) => end <= length).length;
      expect(await eachRecord(path, () => {})).toEqual({ sequence: kept, bytes: ends[kept - 1] ?? 0 });
      const journal = await Journal.open(path);
      expect(journal.cutBytes).toBe(length - (ends[kept - 1] ?? 0));
      journal.append({ type: "log", level: "info", message: "on" });
      journal.close();
      const events = await read();
      expect(events.map((event) => event.sequence)).toEqual(Array.from({ length: kept + 1 }, (_, index) => index + 1));
      expect((await Journal.open(path)).cutBytes).toBe(0);
    }
  });

  test("takes a tail of zeros, as a power cut leaves it, for a torn one", async () => {
    writeThree();
    const whole = readFileSync(path);
    for (const tail of [Buffer.alloc(4096), Buffer.from("\0\0\n\0"), Buffer.alloc(3 << 20)]) {
      writeFileSync(path, Buffer.concat([whole, tail]));
      expect(await eachRecord(path, () => {})).toEqual({ sequence: 3, bytes: whole.length });
    }
  });

  test("refuses a record that is damaged before whole ones, and leaves the file alone", async () => {
    writeThree();
    const damaged = readFileSync(path);
    damaged[5] = 0;
    writeFileSync(path, damaged);
    await expect(Journal.open(path)).rejects.toThrow(/Record 1 of .* is damaged or missing/);
    expect(readFileSync(path)).toEqual(damaged);
  });

  test("refuses a gap in the numbers", async () => {
    writeThree();
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, [lines[0], lines[2], ""].join("\n"));
    await expect(read()).rejects.toThrow(/Record 2 .* is damaged or missing/);
  });

  test("refuses to write a number that JSON has no word for", async () => {
    const journal = await Journal.open(path);
    expect(() =>
      journal.append({ type: "metrics", step: 1, epoch: 0, values: { "train/loss": Number.NaN } }),
    ).toThrow();
    journal.close();
    expect(await read()).toEqual([]);
  });

  test("that cannot be read is an error in words, and one that is not there has no records", async () => {
    expect(await eachRecord(path, () => {})).toEqual(nothing);
    await expect(eachRecord(folder, () => {})).rejects.toThrow(/cannot be read \(EISDIR\)/);
  });

  test("gives what counts, and the last of some, as the whole of its records says", async () => {
    const environment = (resumedFromStep: number): NewEvent => ({
      type: "environment",
      host: `"state"`,
      backend: "cpu",
      device: "cpu",
      devices: 1,
      versions: {},
      resumedFromStep,
    });
    const metrics = (step: number): NewEvent => ({ type: "metrics", step, epoch: 0, values: { "train/loss": step } });
    const journal = new Journal(path, nothing);
    const starts = [0, 4, 2, 3];
    for (const [process, start] of starts.entries()) {
      journal.append(environment(start));
      journal.append({ type: "state", state: "running" });
      journal.append({ type: "log", level: "info", message: '"environment"' });
      for (let step = start + 1; step <= start + 5 - process; step++) journal.append(metrics(step));
    }
    journal.close();
    const all = await read();
    expect(await read(eachCurrentRecord)).toEqual(currentEvents(all));
    expect((await read(eachCurrentRecord)).flatMap((event) => (event.type === "metrics" ? event.step : []))).toEqual([
      1, 2, 3, 4, 5,
    ]);
    const goingOn: number[] = [];
    await eachCurrentRecord(path, (event) => event.type === "metrics" && goingOn.push(event.step), 1);
    expect(goingOn).toEqual([1]);
    expect(await lastRecords(path)).toEqual({
      environment: all.findLast((event) => event.type === "environment"),
      state: all.findLast((event) => event.type === "state"),
    });
  });

  test("takes nothing more from an owner who was replaced", async () => {
    const old = await acquireLease(folder);
    const journal = new Journal(path, nothing, { beforeWrite: old.assertOwner });
    journal.append({ type: "state", state: "running" });
    for (const name of readdirSync(folder).filter((name) => name.startsWith("lease."))) rmSync(join(folder, name));
    expect(() => journal.append({ type: "state", state: "running" })).toThrow(
      /may no longer write .* Its lease is gone/,
    );
    const lease = await acquireLease(folder);
    await lease.release();
    const next = await acquireLease(folder);
    const before = readFileSync(path);
    expect(() => journal.append({ type: "state", state: "running" })).toThrow(
      /may no longer write .* has taken it over/,
    );
    expect(readFileSync(path)).toEqual(before);
    const going = await Journal.open(path, { beforeWrite: next.assertOwner });
    expect(going.append({ type: "state", state: "completed" }).sequence).toBe(2);
  });
});
