import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Journal, readJournal } from "../../../runner/runs/journal.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-journal-"));
  path = join(folder, "journal.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeThree(): void {
  const journal = new Journal(path, () => 1_000);
  journal.append({ type: "state", state: "running" });
  journal.append({ type: "metrics", step: 1, epoch: 0, values: { "train/loss": 2.5 } });
  journal.append({ type: "log", level: "warning", message: "größer\nals" });
  journal.close();
}

describe("the journal", () => {
  test("numbers its records from 1 and goes on where it stopped", () => {
    writeThree();
    const journal = new Journal(path, () => 2_000);
    expect(journal.earlier.map((event) => event.sequence)).toEqual([1, 2, 3]);
    expect(journal.append({ type: "state", state: "completed" })).toEqual({
      sequence: 4,
      time: 2_000,
      type: "state",
      state: "completed",
    });
    journal.close();
    expect(readJournal(path).events.map((event) => event.sequence)).toEqual([1, 2, 3, 4]);
  });

  test("cut at any byte, keeps the whole records and goes on without a gap", () => {
    writeThree();
    const whole = readFileSync(path);
    const ends = [...whole.keys()].filter((index) => whole[index] === 10).map((index) => index + 1);
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const kept = ends.filter((end) => end <= length).length;
      const journal = new Journal(path, () => 1_000);
      expect(journal.earlier).toHaveLength(kept);
      expect(journal.cutBytes).toBe(length - (ends[kept - 1] ?? 0));
      journal.append({ type: "log", level: "info", message: "on" });
      journal.close();
      const { events, tornBytes } = readJournal(path);
      expect(events.map((event) => event.sequence)).toEqual(Array.from({ length: kept + 1 }, (_, index) => index + 1));
      expect(tornBytes).toBe(0);
    }
  });

  test("takes a tail of zeros, as a power cut leaves it, for a torn one", () => {
    writeThree();
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(4096)]));
    expect(readJournal(path)).toMatchObject({ wholeBytes: whole.length, tornBytes: 4096 });
  });

  test("refuses a record that is damaged before whole ones, and leaves the file alone", () => {
    writeThree();
    const damaged = readFileSync(path);
    damaged[5] = 0;
    writeFileSync(path, damaged);
    expect(() => new Journal(path)).toThrow(/Record 1 of .* is damaged or missing/);
    expect(readFileSync(path)).toEqual(damaged);
  });

  test("refuses a gap in the numbers", () => {
    writeThree();
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, [lines[0], lines[2], ""].join("\n"));
    expect(() => readJournal(path)).toThrow(/Record 2 .* is damaged or missing/);
  });

  test("refuses to write a number that JSON has no word for", () => {
    const journal = new Journal(path);
    expect(() =>
      journal.append({ type: "metrics", step: 1, epoch: 0, values: { "train/loss": Number.NaN } }),
    ).toThrow();
    journal.close();
    expect(readJournal(path).events).toEqual([]);
  });
});
