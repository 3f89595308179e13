import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonNumbers } from "../../../runner/runs/json-number.ts";
import { MetricsRecord } from "../../../runner/runs/metrics-record.ts";
import { parseRecord } from "../../../runner/runs/parse-record.ts";
import type { JournalEvent } from "../../../shared/journal.ts";

type MetricsEvent = Extract<JournalEvent, { type: "metrics" }>;

/** The number at the beginning of a text and what follows it; undefined where there is none. */
function readNumber(text: string): { value: number; rest: string } | undefined {
  const numbers = new JsonNumbers();
  numbers.bytes = Buffer.from(`${text}\n`);
  const into = new Float64Array(1);
  if (!numbers.read(into, 0)) return undefined;
  return { value: into[0]!, rest: numbers.bytes.toString("latin1", numbers.at, numbers.bytes.length - 1) };
}

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
const whole = fc.oneof(
  fc.constant("0"),
  digits(22).map((text) => text.replace(/^0+(?=.)/, "")),
);
const sign = fc.constantFrom("", "-");
const decimal = fc.tuple(sign, whole, fc.option(digits(25))).map(([minus, before, after]) => {
  return `${minus}${before}${after === null ? "" : `.${after}`}`;
});
const exponent = fc
  .tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), digits(3))
  .map((parts) => parts.join(""));

describe("a number in a journal's bytes", () => {
  test("is the double that JSON.parse makes of it", () => {
    const texts = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
      fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
      decimal,
      fc.tuple(decimal, exponent).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const expected = JSON.parse(text) as number;
        const read = readNumber(text);
        expect(read?.rest).toBe("");
        expect(read?.value).toBe(expected); // toBe: −0 is not 0
      }),
      { numRuns: 20_000 },
    );
  });

  test("is so where it lies half-way between two doubles, or next to that", () => {
    // 2^53 + 1 is half-way.
    for (const text of [
      "9007199254740993",
      "9007199254740993.0",
      "900719925474099.3",
      "9007199254740991.5",
      "0.5000000000000000278",
    ]) {
      expect(readNumber(text)?.value).toBe(JSON.parse(text));
    }
    fc.assert(
      fc.property(
        fc.double({ min: 1e-7, max: 1e15, noNaN: true }),
        fc.integer({ min: 16, max: 40 }),
        (value, length) => {
          const text = middleAfter(value).slice(0, length).replace(/\.$/, "");
          expect(readNumber(text)?.value).toBe(JSON.parse(text));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test.each(["", "-", ".5", "1.", "-.5", "1.e5", "1e", "1e+", "NaN", "Infinity", "null", "+1", "true", '"1"'])(
    "is not in %j",
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );

  test("ends where JSON says that it ends", () => {
    expect(readNumber("012")).toEqual({ value: 0, rest: "12" });
    expect(readNumber("1.5,2")).toEqual({ value: 1.5, rest: ",2" });
    expect(readNumber("1e5.5")).toEqual({ value: 1e5, rest: ".5" });
  });
});

/** The point in the middle between a double below 2^53 and the next larger one, with all its decimal digits. */
function middleAfter(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const decimals = 1076n - (bits >> 52n); // value = mantissa · 2^(1 − decimals)
  const mantissa = (bits & (2n ** 52n - 1n)) | (2n ** 52n);
  const digits = String((2n * mantissa + 1n) * 5n ** decimals).padStart(Number(decimals) + 1, "0");
  return `${digits.slice(0, -Number(decimals))}.${digits.slice(-Number(decimals))}`;
}

const name = fc.oneof(
  fc.constantFrom(
    "train/loss",
    "validation/top1",
    "learningRate",
    "a",
    "",
    "__proto__",
    "constructor",
    "0",
    "größe",
    'a"b',
    "\\",
    "\n",
  ),
  { weight: 5, arbitrary: fc.string({ maxLength: 6, unit: fc.constantFrom(..."abc/_") }) },
  fc.string({ maxLength: 6 }),
);
const metricsRecord = fc.record({
  sequence: fc.oneof({ weight: 9, arbitrary: fc.nat() }, fc.constantFrom(-1, 0, 2 ** 53, 1.5)),
  time: fc.oneof(fc.integer({ min: 0, max: 2e12 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  type: fc.constant("metrics" as const),
  step: fc.oneof({ weight: 9, arbitrary: fc.nat() }, fc.constantFrom(-1, 0.5)),
  epoch: fc.oneof({ weight: 9, arbitrary: fc.nat() }, fc.constantFrom(-1, 1e300)),
  values: fc.array(fc.tuple(name, fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 40 }).map(
    (entries) => Object.fromEntries(entries), // own properties, __proto__ too
  ),
});
/** A line, in which something may be other than the journal writes it. */
const line = fc
  .tuple(
    fc.oneof(metricsRecord, fc.record({ sequence: fc.nat(), time: fc.nat(), type: fc.constant("log") })),
    fc.nat(),
    fc.option(fc.constantFrom(" ", ",", "}", "0", "-", "1e999", "null", ',"a":1', '"', "é", "\r")),
    fc.nat(20),
  )
  .map(([record, place, extra, cut]) => {
    const text = JSON.stringify(record);
    if (extra === null) return text;
    const at = place % (text.length + 1);
    return text.slice(0, at) + extra + text.slice(at + (cut % 3));
  });

describe("a record of metrics in a journal's bytes", () => {
  test("is the one that parseRecord finds in its line, or left to parseRecord", () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
        const record = new MetricsRecord();
        let at = 0;
        for (const text of lines) {
          const next = record.read(bytes, at);
          at += Buffer.byteLength(text) + 1;
          if (next < 0) continue;
          read += 1;
          expect(next).toBe(at);
          const expected = parseRecord(text);
          expect(record.event()).toEqual(expected);
          expect(record.count).toBe(Object.keys((expected as MetricsEvent).values).length);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(1_000);
  });

  test("as the journal writes it is always read here", () => {
    const plain = fc.constantFrom("train/loss", "train/top1", "validation/loss", "machine/memory", "gradientNorm");
    const values = fc.dictionary(plain, fc.double({ noNaN: true, noDefaultInfinity: true }));
    const record = new MetricsRecord();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), values, (time, step, epoch, found) => {
        const event = { sequence: 7, time, type: "metrics", step, epoch, values: found };
        const text = `${JSON.stringify(event)}\n`;
        expect(record.read(Buffer.from(text), 0)).toBe(text.length);
        expect(record.event()).toEqual(JSON.parse(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("that names a metric twice is left to parseRecord, which takes the last", () => {
    const text = '{"sequence":1,"time":1,"type":"metrics","step":1,"epoch":0,"values":{"a":1,"b":2,"a":3}}\n';
    expect(new MetricsRecord().read(Buffer.from(text), 0)).toBe(-1);
  });
});
