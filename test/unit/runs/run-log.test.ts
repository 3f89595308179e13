import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { loadLog, saveLog } from "../../../runner/runs/service/log-cache.ts";
import { RunLog } from "../../../runner/runs/service/run-log.ts";
import type { JournalEvent } from "../../../shared/journal.ts";
import type { Bucket } from "../../../shared/protocol/requests.ts";
import { currentEvents } from "../../../shared/replay.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

type Unnumbered = JournalEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, "sequence" | "time">
    : never
  : never;

/** A journal of processes that each go on from a step that is done, and train on from there. */
const journals = fc
  .array(fc.record({ back: fc.nat(90), steps: fc.nat(150), validateEvery: fc.integer({ min: 1, max: 40 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((processes) => {
    const events: Unnumbered[] = [{ type: "state", state: "queued" }];
    let step = 0;
    for (const [index, { back, steps, validateEvery }] of processes.entries()) {
      step = Math.max(0, step - back);
      const environment = { host: "h", backend: "wasm", device: "d", devices: 1, versions: {}, resumedFromStep: step };
      events.push({ type: "environment", ...environment });
      for (let end = step + steps; step < end; ) {
        step += 1;
        const value = Math.sin(step * 7 + index);
        events.push({ type: "metrics", step, epoch: 0, values: { "train/loss": value, learningRate: 1 / step } });
        if (step % validateEvery === 0) {
          events.push({ type: "metrics", step, epoch: 0, values: { "validation/top1": value ** 2 } });
        }
      }
    }
    return events.map((event, at) => ({ sequence: at + 1, time: 1000 + at, ...event }) as JournalEvent);
  });

/** The text of a journal; one record in seven as our own journal would not write it. */
const lines = (events: readonly JournalEvent[]) => events.map((event) => `${lineOf(event)}\n`).join("");
function lineOf(event: JournalEvent): string {
  if (event.sequence % 7 !== 3) return JSON.stringify(event);
  return JSON.stringify(Object.fromEntries(Object.entries(event).reverse())).replaceAll(":", " : ");
}

async function opened(events: readonly JournalEvent[]): Promise<RunLog> {
  const path = join(folder, `${++count}.ndjson`);
  writeFileSync(path, lines(events));
  const log = new RunLog(path);
  await log.catchUp();
  return log;
}

/** The buckets as their definition says, from the whole journal. */
function bruteForce(events: readonly JournalEvent[], metric: string, most: number, from: number, to: number): Bucket[] {
  const points = currentEvents(events).flatMap((event) =>
    event.type === "metrics" && event.values[metric] !== undefined
      ? [{ step: event.step, time: event.time, value: event.values[metric] }]
      : [],
  );
  const first = Math.max(from, points[0]?.step ?? 0);
  const last = Math.min(to, points.at(-1)?.step ?? -1);
  if (first > last) return [];
  let width = 1;
  while (Math.floor(last / width) - Math.floor(first / width) + 1 > most) width *= 2;
  const place = (step: number) => Math.floor(step / width);
  const places = new Map<number, typeof points>();
  for (const point of points) {
    if (place(point.step) < place(first) || place(point.step) > place(last)) continue;
    places.set(place(point.step), [...(places.get(place(point.step)) ?? []), point]);
  }
  return [...places.values()].map((group) => {
    const values = group.map(({ value }) => value);
    return {
      firstStep: group[0]!.step,
      lastStep: group.at(-1)!.step,
      firstTime: group[0]!.time,
      lastTime: group.at(-1)!.time,
      count: group.length,
      min: Math.min(...values),
      max: Math.max(...values),
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    };
  });
}

describe("history", () => {
  test("equals what its definition says of the whole journal, whatever processes did again", async () => {
    await fc.assert(
      fc.asyncProperty(
        journals,
        fc.constantFrom("train/loss", "validation/top1", "learningRate", "unknown"),
        fc.integer({ min: 1, max: 60 }),
        fc.option(fc.nat(500), { nil: undefined }),
        fc.option(fc.nat(500), { nil: undefined }),
        async (events, metric, most, fromStep, toStep) => {
          const log = await opened(events);
          const buckets = await log.history(metric, most, { fromStep, toStep });
          const expected = bruteForce(events, metric, most, fromStep ?? 0, toStep ?? Number.MAX_SAFE_INTEGER);
          expect(buckets.length).toBeLessThanOrEqual(most);
          expect(buckets.map(({ mean, ...rest }) => rest)).toEqual(expected.map(({ mean, ...rest }) => rest));
          for (const [at, { mean }] of buckets.entries()) expect(mean).toBeCloseTo(expected[at]!.mean, 12);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a journal that is followed", () => {
  test("is read in pieces of any size as it is read at once, and found again in the cache", async () => {
    await fc.assert(
      fc.asyncProperty(journals, fc.array(fc.nat(5000), { maxLength: 6 }), async (events, sizes) => {
        const whole = await opened(events);
        const bytes = Buffer.from(lines(events));
        const path = join(folder, `${++count}.ndjson`);
        let log = new RunLog(path);
        let at = 0;
        for (const size of [...sizes, bytes.length]) {
          appendFileSync(path, bytes.subarray(at, at + size));
          at += size;
          await log.catchUp();
          const cache = join(folder, "cache");
          await saveLog(cache, log.state);
          log = new RunLog(path, (await loadLog(cache))!);
        }
        expect(log.state.facts).toEqual(whole.state.facts);
        expect(await log.history("train/loss", 7)).toEqual(await whole.history("train/loss", 7));
        expect(await log.history("train/loss", 1000)).toEqual(await whole.history("train/loss", 1000));
      }),
      { numRuns: 40 },
    );
  });

  test("gives back the records after any number, as many as are wanted", async () => {
    await fc.assert(
      fc.asyncProperty(journals, fc.nat(900), fc.nat(700), async (events, after, limit) => {
        expect(await (await opened(events)).records(after, limit)).toEqual(events.slice(after, after + limit));
      }),
      { numRuns: 60 },
    );
  });

  test("that was replaced by a shorter one is read anew", async () => {
    const [long] = fc.sample(
      journals.filter((events) => events.length > 100),
      { numRuns: 1, seed: 1 },
    );
    const log = await opened(long!);
    writeFileSync(log.path, lines(long!.slice(0, 10)));
    await log.catchUp();
    expect(log.facts.lastSequence).toBe(10);
    expect(await log.records(0, 100)).toEqual(long!.slice(0, 10));
  });

  test("that was replaced by a longer one while its cache was kept is read anew", async () => {
    await fc.assert(
      fc.asyncProperty(journals, journals, async (first, second) => {
        const cache = join(folder, "cache");
        await saveLog(cache, (await opened(first)).state);
        const later = second.map((event) => ({ ...event, time: event.time + 1e6 }));
        const whole = await opened(later);
        const log = new RunLog(whole.path, (await loadLog(cache))!);
        await log.catchUp();
        expect(log.damage).toBeNull();
        expect(log.state).toEqual(whole.state);
      }),
      { numRuns: 40 },
    );
  });

  test("ends where a record is damaged, and says so", async () => {
    const [events] = fc.sample(
      journals.filter((events) => events.length > 100),
      { numRuns: 1, seed: 1 },
    );
    const path = join(folder, `${++count}.ndjson`);
    writeFileSync(path, lines(events!).replace('"sequence":51,', '"sequence":52,'));
    const log = new RunLog(path);
    await log.catchUp();
    expect(log.facts.lastSequence).toBe(50);
    expect(log.damage).toBe("record 51 of its journal is damaged");
  });
});

describe("a cache", () => {
  test.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, -1)],
    [
      "of another version",
      (bytes: Buffer) => Buffer.from(bytes.toString("latin1").replace('"version":3', '"version":9'), "latin1"),
    ],
    ["empty", () => Buffer.alloc(0)],
    ["missing", () => null],
  ])("that is %s is no cache", async (_, change) => {
    const [events] = fc.sample(journals, { numRuns: 1, seed: 2 });
    const cache = join(folder, "damaged");
    await saveLog(cache, (await opened(events!)).state);
    expect(await loadLog(cache)).not.toBeNull();
    const changed = change(readFileSync(cache));
    if (changed === null) rmSync(cache);
    else writeFileSync(cache, changed);
    expect(await loadLog(cache)).toBeNull();
  });
});
