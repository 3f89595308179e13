import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Journal } from "../../../runner/runs/journal.ts";
import type { RunService } from "../../../runner/runs/run-service.ts";
import type { PlanTarget } from "../../../runner/runs/service/plan-target.ts";
import { planHere, realRoots } from "../../../runner/runs/service/prepare-submission.ts";
import type { ServiceError } from "../../../runner/runs/service/service-error.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { openService, submission, summaryOf } from "../../support/service.ts";
import { type SmallRun, smallRun, snapshot } from "../../support/small-run.ts";

/** What a service does without training: `runsPerDevice` is 0, so every run waits. */
let place: SmallRun;
beforeAll(async () => {
  place = await smallRun();
});
afterAll(() => place.remove());

const fresh = (name: string): SmallRun => ({ ...place, runs: join(place.folder, name) });
const open = (here: SmallRun) => openService(here, { runsPerDevice: 0 });
const waiting = (runs: RunSummary[]) =>
  runs
    .filter(({ queuePosition }) => queuePosition !== null)
    .sort((a, b) => a.queuePosition! - b.queuePosition!)
    .map(({ id }) => id);

/** The error of the service that a promise ends with. */
async function refusal(promise: Promise<unknown>): Promise<ServiceError> {
  return promise.then(
    () => expect.unreachable("nothing was refused"),
    (error: ServiceError) => error,
  );
}

describe("the queue", () => {
  test("runs wait in the order of their submission, can be moved, and a restart keeps the order", async () => {
    const here = fresh("queue");
    const service = await open(here);
    const ids: string[] = [];
    for (let count = 0; count < 4; count++) ids.push((await service.submit(submission(here))).id);
    const [a, b, c, d] = ids as [string, string, string, string];
    expect(waiting(service.list())).toEqual([a, b, c, d]);
    expect(await service.reorder(d, 1)).toMatchObject({ id: d, queuePosition: 1 });
    await service.reorder(a, 99);
    expect(waiting(service.list())).toEqual([d, b, c, a]);
    await service.pause(b);
    await service.close();
    const again = await open(here);
    expect(waiting(again.list())).toEqual([d, c, a]);
    expect(summaryOf(again, b)).toMatchObject({ state: "paused", queuePosition: null });
    expect((await refusal(again.reorder(b, 1))).code).toBe("wrong-state");
    expect(await again.resume(b)).toMatchObject({ state: "queued", queuePosition: 4 });
    expect(await again.stop(d)).toMatchObject({ state: "stopped", queuePosition: null });
    expect(waiting(again.list())).toEqual([c, a, b]);
    await again.close();
  });

  test("a submit that is repeated with its key gives the same run, at once and after a restart", async () => {
    const here = fresh("key");
    const service = await open(here);
    const request = { ...submission(here), idempotencyKey: "0123456789" };
    const [first, second] = await Promise.all([service.submit(request), service.submit(request)]);
    expect(second.id).toBe(first.id);
    await service.close();
    const again = await open(here);
    expect((await again.submit(request)).id).toBe(first.id);
    expect(again.list()).toHaveLength(1);
    await again.close();
  });
});

describe("a submit is refused, and nothing is written,", () => {
  const cases: [string, (here: SmallRun) => Record<string, Record<string, unknown>>, string, string][] = [
    [
      "of a relative path that leaves the data roots",
      () => ({ data: { train: "../../etc" } }),
      "data-outside-roots",
      'data.train is "../../etc"',
    ],
    [
      "of an absolute path outside of them",
      () => ({ data: { train: "/etc" } }),
      "data-outside-roots",
      'data.train is "/etc"',
    ],
    [
      "of a link that leads out of them",
      () => ({ data: { train: "link" } }),
      "data-outside-roots",
      'data.train is "link"',
    ],
    [
      "of weights outside of them",
      () => ({ model: { pretrained: "/etc/passwd" } }),
      "data-outside-roots",
      'model.pretrained is "/etc/passwd"',
    ],
    [
      "of validation images outside of them",
      () => ({ data: { validation: "/" } }),
      "data-outside-roots",
      'data.validation is "/"',
    ],
    ["of a name with NUL", () => ({ data: { train: "train\u0000" } }), "data-outside-roots", "train"],
    ["without images", () => ({ data: { train: null } }), "recipe-problems", "no training images"],
    ["with an unknown field", () => ({ training: { batchsize: 3 } }), "recipe-problems", "batchsize"],
    [
      "with a batch that is no number",
      () => ({ training: { batchSize: Number.POSITIVE_INFINITY } }),
      "recipe-problems",
      "training.batchSize",
    ],
  ];
  test.each(cases)("%s", async (_, changes, code, text) => {
    const here = fresh("refused");
    rmSync(join(here.folder, "link"), { force: true });
    symlinkSync("/etc", join(here.folder, "link"));
    const service = await open(here);
    const error = await refusal(service.submit(submission(here, changes(here))));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(service.list()).toEqual([]);
    expect(readdirSync(here.runs)).toEqual([".service"]);
    const { plan, problems } = await service.plan(submission(here, changes(here)).recipe);
    expect(plan).toBeNull();
    expect(problems[0]).toMatchObject({ severity: "error" });
    await service.close();
  });

  test("where a recipe extends a file", async () => {
    const service = await open(fresh("refused"));
    const error = await refusal(service.submit({ recipe: { extends: "/etc/passwd" }, source: "{}" }));
    expect(error).toMatchObject({ code: "recipe-problems", message: expect.stringContaining("reads no other recipe") });
    await service.close();
  });
});

test("plan tells what the recipe would do here, and queues nothing", async () => {
  const service = await open(fresh("plan"));
  const korean = await service.plan(submission(place, { training: { batch: 1 } }).recipe, "ko");
  expect(korean.problems[0]!.message).toMatch(/[가-힣]/);
  const { plan, problems } = await service.plan(submission(place).recipe);
  expect(plan).toMatchObject({
    totalSteps: 15,
    data: { trainImages: 42 },
    recipe: { data: { train: join(place.folder, "train") } },
  });
  expect(problems.every(({ severity }) => severity === "warning")).toBe(true);
  expect(service.list()).toEqual([]);
  await service.close();
});

describe("plan tells what the runner that would train it has not:", () => {
  const target: PlanTarget = { backend: "wasm", precisions: ["float32"], gpu: null, memoryBytes: 8 * 2 ** 30 };
  const gpu = { name: "Test GPU", memoryBytes: 2 ** 20 };
  const plan = async (changes: Parameters<typeof submission>[1], here: Partial<PlanTarget>) =>
    planHere(submission(place, changes).recipe, await realRoots([place.folder]), { target: { ...target, ...here } });
  const error = { severity: "error" };

  test("the precision", async () => {
    const { plan: refused, problems } = await plan({}, { precisions: ["mixedFloat16"] });
    expect(refused).toBeNull();
    expect(problems).toMatchObject([{ ...error, code: "precision-unsupported", path: ["training", "precision"] }]);
  });

  test("so many devices", async () => {
    const two = { training: { devices: 2 } };
    const { plan: refused, problems } = await plan(two, { backend: "webgpu", gpu });
    expect(refused).toBeNull();
    expect(problems).toMatchObject([{ ...error, code: "too-many-devices", path: ["training", "devices"] }]);
    expect((await plan(two, {})).plan).not.toBeNull();
  });

  test.each([
    ["of a GPU", { gpu }, "and Test GPU has 0.0 GiB"],
    ["of the machine", { memoryBytes: 2 ** 20 }, "and this machine has 0.0 GiB"],
  ])("the memory %s", async (_, here, message) => {
    const { plan: made, problems } = await plan({}, here);
    expect(made).not.toBeNull();
    expect(problems).toMatchObject([{ code: "memory-short", severity: "warning" }]);
    expect(problems[0]!.message).toContain(message);
  });

  test("in the language of who asks", async () => {
    const roots = await realRoots([place.folder]);
    const of = async (changes: Parameters<typeof submission>[1], here: Partial<PlanTarget>) => {
      const options = { language: "ko", target: { ...target, ...here } } as const;
      return (await planHere(submission(place, changes).recipe, roots, options)).problems;
    };
    for (const [changes, here, code] of [
      [{ data: { train: "nowhere" } }, {}, "data-not-in-roots"],
      [{ training: { devices: 2 } }, { backend: "webgpu" }, "too-many-devices"],
      [{ training: { batchSize: 1000 } }, {}, "batch-larger-than-data"],
      [{}, { memoryBytes: 2 ** 20 }, "memory-short"],
    ] as const) {
      const found = (await of(changes, here)).find((problem) => problem.code === code);
      expect(found?.message, code).toMatch(/[가-힣]/);
    }
  });

  test("and nothing where it has all", async () => {
    const large = { ...gpu, memoryBytes: 2 ** 34 };
    for (const here of [{}, { gpu: large }, { gpu: { ...gpu, memoryBytes: null } }]) {
      expect((await plan({}, here)).problems).toEqual([]);
    }
  });
});

describe("a run's folder", () => {
  test("has the recipe as it was written, and what people say of it", async () => {
    const here = fresh("labels");
    const service = await open(here);
    const { id } = await service.submit({ ...submission(here), labels: { name: "<b>first</b>\u202e", tags: ["a"] } });
    expect(await service.label(id, { note: "try again", pinned: true })).toMatchObject({
      name: "<b>first</b>\u202e",
      tags: ["a"],
      note: "try again",
      pinned: true,
    });
    const got = await service.get(id);
    expect(got.recipe).toBe(readFileSync(here.recipe, "utf8"));
    expect(got.plan).toMatchObject({ totalSteps: 15 });
    await service.close();
    const again = await open(here);
    expect(summaryOf(again, id)).toEqual(got.run);
    await again.close();
  });

  test("is moved to the trash, and back", async () => {
    const here = fresh("trash");
    const service = await open(here);
    const { id } = await service.submit(submission(here));
    const before = snapshot(join(here.runs, id));
    const { trashedTo } = await service.delete(id);
    expect(trashedTo).toBe(join(here.runs, ".trash", id));
    expect(snapshot(trashedTo)).toEqual(before);
    expect([service.list(), await refusal(service.get(id)).then(({ code }) => code)]).toEqual([[], "unknown-run"]);
    expect(await service.restore(id)).toMatchObject({ id, state: "queued", queuePosition: 1 });
    expect(snapshot(join(here.runs, id))).toEqual(before);
    expect((await refusal(service.restore("../queue"))).code).toBe("unknown-run");
    await service.close();
  });

  test("that somebody moves in or away while the service is open appears and disappears", async () => {
    const here = fresh("moved");
    const service = await open(here);
    const { id } = await service.submit(submission(here));
    const changes: string[] = [];
    service.onChanged(({ runs, deleted }) =>
      changes.push(...runs.map((run) => `+${run.id}`), ...deleted.map((gone) => `-${gone}`)),
    );
    renameSync(join(here.runs, id), join(here.folder, id));
    await expect.poll(() => changes, { timeout: 5000 }).toContain(`-${id}`);
    expect(service.list()).toEqual([]);
    renameSync(join(here.folder, id), join(here.runs, id));
    await expect.poll(() => changes, { timeout: 5000 }).toContain(`+${id}`);
    expect(summaryOf(service, id)).toMatchObject({ state: "queued", queuePosition: 1 });
  });
});

describe("the index", () => {
  test("is made anew where it is missing or damaged, and the summaries are the same", async () => {
    const here = fresh("index");
    const service = await open(here);
    for (let count = 0; count < 3; count++) await service.submit(submission(here));
    const before = service.list();
    await service.close();
    for (const damage of [null, "{", '{"version":99,"runs":{}}']) {
      const path = join(here.runs, ".service", "index.json");
      if (damage === null) rmSync(join(here.runs, ".service"), { recursive: true });
      else writeFileSync(path, damage);
      const again = await open(here);
      expect(again.list()).toEqual(before);
      await again.close();
    }
  });

  test("that is behind a journal gives way to it", async () => {
    const here = fresh("behind");
    const service = await open(here);
    const { id } = await service.submit(submission(here));
    await service.close();
    const journal = await Journal.open(join(here.runs, id, "journal.ndjson"));
    journal.append({ type: "state", state: "stopped", reason: "elsewhere" });
    journal.close();
    const again = await open(here);
    expect(again.list()).toMatchObject([{ id, state: "stopped", reason: "elsewhere", lastSequence: 2 }]);
    await again.close();
  });

  test("leaves out and names what is no run", async () => {
    const here = fresh("broken");
    mkdirSync(join(here.runs, "notes"), { recursive: true });
    mkdirSync(join(here.runs, "broken"));
    writeFileSync(join(here.runs, "broken", "plan.json"), "{");
    const said: string[] = [];
    const service = await openService(here, { runsPerDevice: 0, report: (message) => said.push(message) });
    expect(service.list()).toEqual([]);
    expect(said).toEqual([expect.stringContaining("Run broken is left out")]);
    await service.close();
  });
});

describe("the history of a long run", () => {
  test("is kept from the first look at the journal, and is the same where it has to be made anew", async () => {
    const here = fresh("history");
    const service = await open(here);
    const { id } = await service.submit(submission(here));
    await service.close();
    const journal = join(here.runs, id, "journal.ndjson");
    appendFileSync(journal, longJournal());
    const kept = join(here.runs, ".service", "history");
    const leftOvers = [join(kept, `${id}.1.tmp`), join(kept, "a-run-that-is-gone")];
    for (const path of leftOvers) writeFileSync(path, "x");

    const first = await open(here);
    expect(readdirSync(kept)).toEqual([id]);
    const answers = async (from: RunService) =>
      Promise.all([
        from.history({ run: id, metric: "train/loss", buckets: 500 }),
        from.history({ run: id, metric: "learningRate", buckets: 500, fromStep: 30_000, toStep: 30_400 }),
        from.events(id),
      ]);
    const expected = await answers(first);
    expect(expected[0].buckets.reduce((sum, { count }) => sum + count, 0)).toBe(45_000);
    await first.delete(id);
    expect(readdirSync(kept)).toEqual([]);
    await first.restore(id);
    await expect.poll(() => readdirSync(kept)).toEqual([id]); // written after the answer, which does not wait for it
    await first.close();

    const damage = [
      () => {}, // as it was kept
      () => truncateSync(join(kept, id), 1000),
      () => rmSync(kept, { recursive: true }),
    ];
    for (const change of damage) {
      change();
      const again = await open(here);
      expect(await answers(again)).toEqual(expected);
      await again.close();
      expect(readdirSync(kept)).toEqual([id]);
    }
  });
});

/** What two processes wrote after the first record: the second went on from step 40,000 and did 2,000 steps again. */
function longJournal(): string {
  const environment = { host: "h", backend: "wasm", device: "d", devices: 1, versions: {} };
  const records: object[] = [{ type: "environment", ...environment, resumedFromStep: 0 }];
  const train = (from: number, to: number) => {
    for (let step = from + 1; step <= to; step++) {
      const values = {
        "train/loss": Math.fround(Math.sin(step) + from),
        learningRate: 1 / step,
        gradientNorm: step / 3,
      };
      records.push({ type: "metrics", step, epoch: 0, values });
    }
  };
  train(0, 42_000);
  records.push({ type: "environment", ...environment, resumedFromStep: 40_000 });
  train(40_000, 45_000);
  records.push({ type: "state", state: "stopped", reason: "enough" });
  const text = records
    .map((record, at) => `${JSON.stringify({ sequence: at + 2, time: 1e12 + at, ...record })}\n`)
    .join("");
  expect(text.length).toBeGreaterThan(8 << 20); // shorter ones are read in less time
  return text;
}

test("a second service on the same folder is refused", async () => {
  const here = fresh("second");
  const service = await open(here);
  await expect(open(here)).rejects.toMatchObject({ code: "runs-in-use" });
  await service.close();
  await (await open(here)).close();
});
