import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tagOf } from "../../../runner/interop/tensorboard/summaries.ts";
import { currentEvents } from "../../../shared/replay.ts";
import { findPython, runPython } from "../../support/python.ts";
import { recipeLab, start } from "../../support/recipe-lab.ts";
import { events, runArguments, type SmallRun, smallRun, totalSteps, untilStep } from "../../support/small-run.ts";

interface Value {
  tag: string;
  scalar?: number;
  image?: { height: number; width: number; colorspace: number; png: string };
  text?: { plugin: string; dataClass: number; type: number; shape: number[]; strings: string[] };
}
interface ReadFile {
  events: { time: number; step: number; version?: string; values?: Value[]; session?: number }[];
  tail: number;
}
type Points = Record<string, [number, number][]>;

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const found = findPython(["json"]);
const tensorboard = findPython(["tensorboard"]);
const theirs = "TensorBoard itself reads the same";

let place: SmallRun;
/** A run that was killed in its second epoch and went on to its end. */
let run: string;
let files: string[];

beforeAll(async () => {
  place = await smallRun();
  const killed = start(runArguments(place, "--set", "training.checkpoint.everyEpochs=1"));
  run = await untilStep(place.runs, 8, killed);
  killed.child.kill("SIGKILL");
  await killed.result;
  expect((await recipeLab(["run", "--resume", run])).code).toBe(0);
  files = readdirSync(run).filter((name) => name.startsWith("events.out.tfevents."));
});
afterAll(() => place.remove());

function add(points: Points, tag: string, point: [number, number]): void {
  points[tag] = [...(points[tag] ?? []), point];
}

/** As TensorBoard counts: a session's start at a step makes all that an earlier one has from there on void. */
function counted(read: readonly ReadFile[]): (Value & { step: number })[] {
  let values: (Value & { step: number })[] = [];
  for (const event of read.flatMap((file) => file.events)) {
    if (event.session === 1) values = values.filter(({ step }) => step < event.step);
    values.push(...(event.values ?? []).map((value) => ({ step: event.step, ...value })));
  }
  return values;
}

function scalars(read: readonly ReadFile[]): Points {
  const points: Points = {};
  for (const { tag, step, scalar } of counted(read)) if (scalar !== undefined) add(points, tag, [step, scalar]);
  return points;
}

/** What the journal says, in the precision of an event file. */
function journalPoints(): Points {
  const points: Points = {};
  for (const event of currentEvents(events(run))) {
    if (event.type !== "metrics") continue;
    for (const [key, value] of Object.entries(event.values)) {
      add(points, tagOf(key), [event.step, Math.fround(value)]);
    }
  }
  return points;
}

describe.skipIf("missing" in found)("event files, read by a program of their documentation alone", () => {
  const read = (...paths: string[]): ReadFile[] => {
    if ("missing" in found) throw new Error(found.missing);
    return JSON.parse(runPython(found.python, script("read_events.py"), paths)) as ReadFile[];
  };
  const readRun = () => read(...files.map((name) => join(run, name)));

  test("one file a process, in the order of their names, each with its version first", () => {
    expect(files).toHaveLength(2);
    for (const name of files) expect(name).toContain(hostname());
    for (const {
      events: [first],
      tail,
    } of readRun()) {
      expect(first).toMatchObject({ version: "brain.Event:2", step: 0 });
      expect(tail).toBe(0);
    }
  });

  test("scalars are the journal's metrics, each step once, though some were done twice", () => {
    const environments = events(run).filter((event) => event.type === "environment");
    expect(environments).toHaveLength(2);
    const starts = readRun().flatMap((file) => file.events.filter(({ session }) => session === 1));
    expect(starts.map(({ step }) => step)).toEqual([0, environments[1]!.resumedFromStep + 1]);
    const points = scalars(readRun());
    expect(points).toEqual(journalPoints());
    expect(points["train/loss"]!.map(([step]) => step)).toEqual(Array.from({ length: totalSteps }, (_, i) => i + 1));
    expect(Object.keys(points)).toEqual(expect.arrayContaining(["validation/top1", "optimizer/learningRate"]));
  });

  test("times are the records'", () => {
    const times = readRun().flatMap((file) =>
      file.events.filter((one) => one.values?.[0]?.scalar).map((one) => one.time),
    );
    expect(times).toEqual(events(run).flatMap((event) => (event.type === "metrics" ? [event.time / 1000] : [])));
  });

  test("a picture of the augmented batch, once an epoch here", async () => {
    const pictures = counted(readRun()).flatMap(({ step, image }) => (image ? [{ step, image }] : []));
    expect(pictures.map(({ step }) => step)).toEqual([1, 6, 11]);
    for (const { image } of pictures) {
      const { data, info } = await sharp(Buffer.from(image.png, "base64")).raw().toBuffer({ resolveWithObject: true });
      // Eight images of 16 pixels, magnified ten times, in three columns with gaps of 8.
      expect(info).toMatchObject({ width: 512, height: 512 });
      expect([image.width, image.height, image.colorspace]).toEqual([512, 512, info.channels]);
      expect(new Set(data).size).toBeGreaterThan(2);
    }
  });

  test("the recipe as text, once: as written and as resolved", () => {
    const texts = counted(readRun()).filter(({ text }) => text !== undefined);
    expect(texts.map(({ tag }) => tag)).toEqual(["recipe/as written", "recipe/as resolved"]);
    for (const { text } of texts) expect(text).toMatchObject({ plugin: "text", dataClass: 2, type: 7, shape: [1] });
    const [written, resolved] = texts.map(({ text }) => text!.strings[0]!);
    expect(written).toBe(`\`\`\`json\n${readFileSync(join(run, "recipe.json"), "utf8").trimEnd()}\n\`\`\``);
    const plan = JSON.parse(readFileSync(join(run, "plan.json"), "utf8"));
    expect(JSON.parse(resolved!.split("\n").slice(1, -1).join("\n"))).toEqual(plan.recipe);
  });

  test("a cut tail costs no record before it, and a flipped bit is noticed", () => {
    const folder = mkdtempSync(join(tmpdir(), "event-file-"));
    try {
      const bytes = readFileSync(join(run, files[1]!));
      const whole = read(join(run, files[1]!))[0]!.events;
      const paths = [1, 4, 5, 30, 100].map((cut) => {
        const path = join(folder, `cut-${cut}`);
        writeFileSync(path, bytes.subarray(0, bytes.length - cut));
        return path;
      });
      for (const { events: left, tail } of read(...paths)) {
        expect(left).toEqual(whole.slice(0, left.length));
        expect(left.length).toBe(whole.length - 1);
        expect(tail).toBeGreaterThan(0);
      }
      for (const position of [3, 9, 20, bytes.length - 2]) {
        const flipped = Buffer.from(bytes);
        flipped[position]! ^= 4;
        writeFileSync(join(folder, "flipped"), flipped);
        expect(() => read(join(folder, "flipped"))).toThrow("CRC");
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test.skipIf("missing" in tensorboard)("missing" in tensorboard ? `${theirs} (${tensorboard.missing})` : theirs, () => {
  if ("missing" in tensorboard) return;
  const read = JSON.parse(runPython(tensorboard.python, script("read_with_tensorboard.py"), [run]));
  expect(read.scalars).toEqual(journalPoints());
  expect(read.images).toEqual({ "train/batch": [1, 6, 11] });
  expect(read.texts["recipe/as written"]).toContain('"name": "small"');
});
