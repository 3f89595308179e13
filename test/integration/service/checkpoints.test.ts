import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunService } from "../../../runner/runs/run-service.ts";
import { referenceRun } from "../../support/reference-run.ts";
import { closeService, openSharedService, submission, untilState } from "../../support/service.ts";
import { events, hashes, type SmallRun, stepsPerEpoch, totalSteps } from "../../support/small-run.ts";

const reference = referenceRun();
let place: SmallRun;
let service: RunService;
let run: string;

beforeAll(async () => {
  place = reference.fresh("served");
  service = await openSharedService(place);
  const { id } = await service.submit(submission(place, { training: { checkpoint: { everyEpochs: 1, keep: 3 } } }));
  run = id;
  await untilState(service, id, "completed");
});
afterAll(() => closeService(service));

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error("taken")),
    (error) => error,
  );

test("the checkpoints of a run are listed, the latest first, with what the validation said there", async () => {
  const { checkpoints } = await service.get(run);
  const validated = events(join(place.runs, run)).flatMap((event) =>
    event.type === "metrics" && event.values["validation/top1"] !== undefined
      ? [{ step: event.step, epoch: event.epoch, top1: event.values["validation/top1"] }]
      : [],
  );
  expect(validated.map(({ step }) => step)).toEqual([5, 10, 15]);
  expect(checkpoints).toEqual(validated.toReversed());
});

test("a step without a checkpoint is refused with those that there are, and the last step has nothing left to do", async () => {
  expect(await refusal(service.resume(run, 7))).toMatchObject({
    code: "unknown-checkpoint",
    message: expect.stringContaining("15, 10, 5"),
    details: { run, step: 7, checkpoints: [15, 10, 5] },
  });
  expect(await refusal(service.resume(run, totalSteps))).toMatchObject({ code: "wrong-state" });
  expect(await refusal(service.resume(run))).toMatchObject({ code: "wrong-state" });
  expect((await service.get(run)).run.state).toBe("completed");
});

test("a completed run goes on from an earlier checkpoint, and ends as it did", async () => {
  const before = (await service.history({ run, metric: "train/loss", buckets: 100 })).buckets;
  const { lastSequence } = (await service.get(run)).run;
  const queued = await service.resume(run, stepsPerEpoch);
  expect(queued).toMatchObject({ state: "queued", reason: "resumed on request from the checkpoint of step 5" });
  expect(existsSync(join(place.runs, run, "checkpoints", "15.superseded", "manifest.json"))).toBe(true);
  await untilState(service, run, "running");
  await untilState(service, run, "completed");
  expect(hashes(join(place.runs, run))).toEqual(reference.hashes);

  const later = events(join(place.runs, run)).slice(lastSequence);
  expect(later.find((event) => event.type === "environment")).toMatchObject({ resumedFromStep: stepsPerEpoch });
  const steps = later.flatMap((event) => (event.type === "metrics" ? [event.step] : []));
  expect(new Set(steps)).toEqual(new Set([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]));
  // What was done twice counts once, and is the same.
  const after = (await service.history({ run, metric: "train/loss", buckets: 100 })).buckets;
  const values = (buckets: typeof after) => buckets.map(({ firstStep, count, mean }) => ({ firstStep, count, mean }));
  expect(values(after)).toEqual(values(before));
  expect((await service.get(run)).checkpoints.map(({ step }) => step)).toEqual([15, 10, 5]);
});

test("a run that waits or trains is not taken back", async () => {
  const { id } = await service.submit(submission(place, { training: { epochs: 500 } }));
  await untilState(service, id, "running");
  expect(await refusal(service.resume(id, 5))).toMatchObject({
    code: "wrong-state",
    message: expect.stringContaining("Pause or stop it first"),
  });
  await service.stop(id);
  await untilState(service, id, "stopped");
});
