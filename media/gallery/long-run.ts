import { metricNamed } from "../../shared/metrics.ts";
import type { Bucket } from "../../shared/protocol/requests.ts";
import { courseOf, derived } from "./derived.ts";
import type { RecordedRun } from "./recorded/recorded-run.ts";

/** The course of a recorded metric stretched to `count` steps, with noise of the size that it had. The same each time. */
export function stretched(run: RecordedRun, metric: string, count: number): Float64Array {
  const { values } = courseOf(run, metric);
  const most = metricNamed(metric)?.unit === "%" ? 1 : Number.POSITIVE_INFINITY;
  const spread = values.reduce((sum, value, i) => sum + Math.abs(value - (values[i - 1] ?? value)), 0) / values.length;
  const long = new Float64Array(count);
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const at = (i / count) * (values.length - 1);
    const before = values[Math.floor(at)]!;
    const trend = before + (values[Math.ceil(at)]! - before) * (at % 1);
    long[i] = Math.min(most, Math.max(0, trend + spread * (state / 2 ** 32 - 0.5)));
  }
  return long;
}

/** A run of so many steps. Like a runner, it tells its course in buckets, a power of two wide. */
export function longRun(run: RecordedRun, steps: number, stepMs: number): RecordedRun {
  const courses = new Map<string, Float64Array>();
  const startedAt = run.run.startedAt ?? run.run.createdAt;
  const courseFor = (metric: string) => {
    const course = courses.get(metric) ?? stretched(run, metric, steps);
    courses.set(metric, course);
    return course;
  };
  return {
    ...derived(run, "long-run", {
      name: "a-million-steps",
      step: steps,
      totalSteps: steps,
      lastSequence: steps + 2,
      endedAt: startedAt + steps * stepMs,
    }),
    plan: { epochs: [{ epoch: 0, firstStep: 1, steps, batchSize: 16, lastBatchSize: 16 }] },
    records: run.records.filter(({ type }) => type !== "metrics"),
    history: (metric, most, fromStep, toStep) => {
      const [first, last] = [Math.max(1, fromStep), Math.min(steps, toStep)];
      let width = 1;
      while ((last - first + 1) / width > most - 1) width *= 2;
      return bucketsOf(courseFor(metric), { first, last, width, timeOf: (step) => startedAt + step * stepMs });
    },
  };
}

interface Span {
  first: number;
  last: number;
  width: number;
  timeOf: (step: number) => number;
}

function bucketsOf(course: Float64Array, { first, last, width, timeOf }: Span): Bucket[] {
  const buckets: Bucket[] = [];
  for (let step = first; step <= last; ) {
    const end = Math.min(last, Math.floor(step / width) * width + width - 1);
    const values = course.subarray(step - 1, end);
    let [min, max, sum] = [values[0]!, values[0]!, 0];
    for (const value of values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
    }
    buckets.push({
      firstStep: step,
      lastStep: end,
      firstTime: timeOf(step),
      lastTime: timeOf(end),
      count: values.length,
      min,
      max,
      mean: sum / values.length,
    });
    step = end + 1;
  }
  return buckets;
}
