import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { createStream } from "../../../shared/random.ts";
import { start } from "../../support/recipe-lab.ts";
import { referenceRun } from "../../support/reference-run.ts";
import {
  isAlive,
  kill,
  killAtMoments,
  openService,
  processOf,
  startServiceProcess,
  submission,
  summaryOf,
  untilState,
  untilStepOf,
} from "../../support/service.ts";
import { events, hashes, runArguments, totalSteps, untilStep } from "../../support/small-run.ts";

/** Rows 1, 8, 9 and 15 of what must not break a run, with a service that looks after it. */
const reference = referenceRun();
const { fresh } = reference;

const kills = 50;
function expectWhole(run: string): void {
  expect(hashes(run)).toEqual(reference.hashes);
  const journal = events(run);
  expect(journal.map(({ sequence }) => sequence)).toEqual(journal.map((_, index) => index + 1));
  expect(journal.at(-1)).toMatchObject({ type: "state", state: "completed" });
}

const seed = 50;
test(`killed with -9 at ${kills} random moments (seed ${seed}), runs resume by themselves and end the same, bit for bit`, async () => {
  const random = createStream({ seed, purpose: "split" });
  let left = kills;
  const lane = async (name: string) => {
    const here = fresh(name);
    const service = await openService(here);
    while (left > 0) {
      const count = Math.min(left, 8);
      left -= count;
      // From before the data is open to after the last step: a process lives for about a second.
      const moments = Array.from({ length: count }, () => random.integer(1200));
      const { run, kills } = await killAtMoments(service, here, moments);
      expectWhole(run);
      const died = events(run).filter((event) => event.type === "state" && event.state === "interrupted");
      // The last may have come after the run's last record, and interrupted nothing.
      expect([kills, kills - 1]).toContain(died.length);
      left += count - died.length;
      expect(died.every((event) => "reason" in event && event.reason?.includes("SIGKILL"))).toBe(true);
    }
    await service.close();
  };
  await Promise.all([lane("killed-1"), lane("killed-2")]);
});

test("a run goes on while its service is away, and the next service follows it to its end", async () => {
  const here = fresh("restart");
  const first = await openService(here);
  const { id } = await first.submit(submission(here));
  await untilStepOf(first, id, 2);
  const pid = processOf(here, id);
  await first.close();
  const second = await openService(here);
  expect(summaryOf(second, id).state).toBe("running");
  const heard: number[] = [];
  second.onRecords(id, (last) => heard.push(last));
  await untilState(second, id, "completed");
  expect(processOf(here, id)).toBe(pid);
  expect(heard.at(-1)).toBe(second.lastSequence(id));
  expect(await second.records(id, 0, 10_000)).toEqual(events(join(here.runs, id)));
  expectWhole(join(here.runs, id));
  await second.close();
});

test("stopped by a service that did not start it", async () => {
  const here = fresh("adopted");
  const first = await openService(here);
  const { id } = await first.submit(submission(here));
  await untilStepOf(first, id, 1);
  await first.close();
  const second = await openService(here);
  await second.stop(id);
  const { step } = await untilState(second, id, "stopped");
  expect(step).toBeLessThan(totalSteps);
  await second.close();
});

test("a process that hangs is killed where its run is to be stopped a second time", async () => {
  const here = fresh("hangs");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  await untilStepOf(service, id, 1);
  process.kill(processOf(here, id), "SIGSTOP");
  expect(await service.stop(id)).toMatchObject({ state: "running", reason: expect.stringMatching(/^stopping: /) });
  await setTimeout(300);
  expect(summaryOf(service, id).state).toBe("running");
  await service.stop(id);
  await untilState(service, id, "stopped");
});

test("service and run killed with -9: the next service goes on with the run", async () => {
  const here = fresh("both");
  const setUp = await openService(here, { runsPerDevice: 0 });
  const { id } = await setUp.submit(submission(here, { training: { checkpoint: { everySteps: 2 } } }));
  await setUp.close();
  const first = await startServiceProcess(here);
  const run = join(here.runs, id);
  while (!events(run).some((event) => event.type === "metrics" && event.step >= 4)) await setTimeout(10);
  await kill(first);
  process.kill(processOf(here, id), "SIGKILL");
  const second = await openService(here);
  await untilState(second, id, "completed");
  expectWhole(run);
  await second.close();
});

test("a run that was asked to pause and died first stays paused", async () => {
  const here = fresh("died-paused");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  await untilStepOf(service, id, 1);
  const pid = processOf(here, id);
  process.kill(pid, "SIGSTOP");
  await service.pause(id);
  process.kill(pid, "SIGKILL");
  await untilState(service, id, "paused");
  await service.close();
  const again = await openService(here);
  expect(summaryOf(again, id).state).toBe("paused");
  await again.close();
});

test("a run that dies three times without a new checkpoint fails, with the last lines that it printed", async () => {
  const here = fresh("loop");
  const service = await openService(here);
  const { id } = await service.submit(submission(here));
  const killed = new Set<number>();
  while (summaryOf(service, id).state !== "failed") {
    if (summaryOf(service, id).state === "running") {
      const pid = processOf(here, id);
      if (!killed.has(pid) && pid !== process.pid && isAlive(pid)) process.kill(pid, "SIGKILL");
      killed.add(pid);
    }
    await setTimeout(5);
  }
  expect(summaryOf(service, id).reason).toMatch(
    /^its process ended 3 times without a word and without a new checkpoint \(SIGKILL\)\. Its last lines: .*backend/s,
  );
  await service.resume(id);
  await untilState(service, id, "completed");
  expectWhole(join(here.runs, id));
  await service.close();
});

test("a run of a person at a shell is followed, and left alone when its process is gone", async () => {
  const here = fresh("shell");
  const service = await openService(here);
  const started = start(runArguments(here, "--set", "training.checkpoint.everySteps=2"));
  const run = await untilStep(here.runs, 3, started);
  const id = run.slice(here.runs.length + 1);
  await expect.poll(() => summaryOf(service, id)?.step ?? 0, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  await expect(service.stop(id)).rejects.toThrow("It was started at a shell");
  started.child.kill("SIGKILL");
  await started.result;
  await untilState(service, id, "interrupted");
  expect(events(run).at(-1)).not.toMatchObject({ state: "interrupted" });
  await service.resume(id);
  await untilState(service, id, "completed");
  expectWhole(run);
  await service.close();
});
