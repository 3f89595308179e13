import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunState } from "../../../shared/journal.ts";
import { referenceRun } from "../../support/reference-run.ts";
import {
  isAlive,
  openService,
  processOf,
  submission,
  summaryOf,
  untilState,
  untilStepOf,
} from "../../support/service.ts";
import { events, hashes, type SmallRun, totalSteps } from "../../support/small-run.ts";

const reference = referenceRun();
const { fresh } = reference;

const statesOf = (place: SmallRun, run: string): RunState[] =>
  events(join(place.runs, run)).flatMap((event) => (event.type === "state" ? [event.state] : []));

test("a run is queued, prepared, trained and completed, as one at the shell is", async () => {
  const here = fresh("whole");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  const summary = await untilState(service, id, "completed");
  expect(summary).toMatchObject({ step: totalSteps, epoch: 3, totalEpochs: 3, name: "small", queuePosition: null });
  expect(statesOf(here, id)).toEqual(["queued", "preparing", "running", "completed"]);
  expect(hashes(join(here.runs, id))).toEqual(reference.hashes);
  await service.close();
});

test("paused, the run frees the device and its process; resumed, it ends as if nothing had been", async () => {
  const here = fresh("paused");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  await untilStepOf(service, id, 2);
  const pid = processOf(here, id);
  await service.pause(id);
  await untilState(service, id, "paused");
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  await service.resume(id);
  await untilState(service, id, "completed");
  expect(hashes(join(here.runs, id))).toEqual(reference.hashes);
  expect(summaryOf(service, id).queuePosition).toBeNull();
  await service.close();
});

test("stopped, the run keeps its last checkpoint and can go on all the same", async () => {
  const here = fresh("stopped");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  await untilStepOf(service, id, 1);
  expect((await service.stop(id)).reason).toMatch(/^(stopping: |on request)/);
  const { step } = await untilState(service, id, "stopped");
  expect(existsSync(join(here.runs, id, "checkpoints", String(step), "manifest.json"))).toBe(true);
  await service.resume(id);
  await untilState(service, id, "completed");
  expect(hashes(join(here.runs, id))).toEqual(reference.hashes);
});

test("ended by SIGTERM, as when the machine goes down, the run saves a checkpoint and goes on by itself", async () => {
  const here = fresh("sigterm");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  await untilStepOf(service, id, 2);
  process.kill(processOf(here, id), "SIGTERM");
  await untilState(service, id, "completed");
  expect(statesOf(here, id)).toEqual([
    ...["queued", "preparing", "running", "interrupted"],
    ...["queued", "preparing", "running", "completed"],
  ]);
  expect(hashes(join(here.runs, id))).toEqual(reference.hashes);
});

test("one run at a time, in the order of the queue; deleting one that trains is refused", async () => {
  const here = fresh("order");
  const service = await openService(here);
  const short = { training: { epochs: 1 } };
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) ids.push((await service.submit(submission(here, short))).id);
  const [a, b, c] = ids as [string, string, string];
  await service.reorder(c, 1);
  await untilStepOf(service, a, 1);
  await expect(service.delete(a)).rejects.toMatchObject({ code: "wrong-state" });
  for (const id of ids) await untilState(service, id, "completed");
  const spans = [a, c, b].map((id) => {
    const journal = events(join(here.runs, id));
    const begun = journal.find((event) => event.type === "state" && event.state === "preparing")!.time;
    return { begun, ended: journal.at(-1)!.time };
  });
  expect(spans[1]!.begun).toBeGreaterThanOrEqual(spans[0]!.ended);
  expect(spans[2]!.begun).toBeGreaterThanOrEqual(spans[1]!.ended);
  expect((await service.history({ run: a, metric: "train/loss", buckets: 2 })).buckets).toMatchObject([
    { firstStep: 1, lastStep: 3, count: 3 },
    { firstStep: 4, lastStep: 5, count: 2 },
  ]);
});

test("a run whose data is gone fails, says why, and is not tried again", async () => {
  const here = fresh("gone");
  const queueing = await openService(here, { runsPerDevice: 0 });
  const data = join(here.folder, "other");
  cpSync(join(here.folder, "train"), data, { recursive: true });
  const { id } = await queueing.submit(submission(here, { data: { train: "other" } }));
  await queueing.close();
  rmSync(data, { recursive: true });
  const service = await openService(here);
  const { reason } = await untilState(service, id, "failed");
  expect(reason).toContain("data-not-in-roots");
  expect(statesOf(here, id)).toEqual(["queued", "preparing", "failed"]);
});

test("the process of a run gets no secret, neither in its environment nor in its arguments", async () => {
  const here = fresh("secret");
  process.env.RECIPE_LAB_TOKEN = "canary-5f1e";
  process.env.CUDA_SECRET_KEY = "canary-5f1e";
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  await untilStepOf(service, id, 1);
  const pid = processOf(here, id);
  for (const file of ["environ", "cmdline"]) {
    const text = readFileSync(`/proc/${pid}/${file}`, "latin1");
    expect(text.length).toBeGreaterThan(10);
    expect(text).not.toContain("canary");
  }
  await service.stop(id);
  await untilState(service, id, "stopped");
});
