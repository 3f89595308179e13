import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunState } from "../../../shared/journal.ts";
import {
  isAlive,
  openService,
  processOf,
  submission,
  summaryOf,
  untilState,
  untilStepOf,
} from "../../support/service.ts";
import { events, hashes, type SmallRun, smallRun, totalSteps, trained } from "../../support/small-run.ts";

let place: SmallRun;
let expected: Record<string, string>;

beforeAll(async () => {
  place = await smallRun();
  expected = hashes(await trained({ ...place, runs: join(place.folder, "reference") }));
});
afterAll(() => place.remove());

const fresh = (name: string): SmallRun => ({ ...place, runs: join(place.folder, name) });

const statesOf = (place: SmallRun, run: string): RunState[] =>
  events(join(place.runs, run)).flatMap((event) => (event.type === "state" ? [event.state] : []));

test("a run is queued, prepared, trained and completed, as one at the shell is", async () => {
  const here = fresh("whole");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  const summary = await untilState(service, id, "completed");
  expect(summary).toMatchObject({ step: totalSteps, epoch: 3, totalEpochs: 3, name: "small", queuePosition: null });
  expect(statesOf(here, id)).toEqual(["queued", "preparing", "running", "completed"]);
  expect(hashes(join(here.runs, id))).toEqual(expected);
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
  expect(hashes(join(here.runs, id))).toEqual(expected);
  expect(summaryOf(service, id).queuePosition).toBeNull();
  await service.close();
});
