import { expect, test } from "vitest";
import { addNote, mostNotes, type RunNote } from "../../../runner/runs/service/run-notes.ts";

test("of many notes the latest are kept, and where the run went on stays", () => {
  const notes: RunNote[] = [];
  const environment = { host: "h", backend: "wasm", device: "d", devices: 1, versions: {}, resumedFromStep: 7 };
  addNote(notes, { sequence: 1, time: 1, type: "environment", ...environment });
  for (let sequence = 2; sequence <= mostNotes + 100; sequence++) {
    addNote(notes, { sequence, time: 1, type: "quarantine", image: `${sequence}`, reason: "" });
  }
  expect(notes).toHaveLength(mostNotes);
  expect(notes.slice(0, 2).map(({ sequence }) => sequence)).toEqual([1, 102]);
  expect(notes.at(-1)!.sequence).toBe(mostNotes + 100);
});
