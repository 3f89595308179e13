import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunService } from "../../../runner/runs/run-service.ts";
import { recipeLab } from "../../support/recipe-lab.ts";
import { closeService, openSharedService, submission, untilState } from "../../support/service.ts";
import { events, type SmallRun, smallRun } from "../../support/small-run.ts";

let place: SmallRun;
let service: RunService;
let run: string;

beforeAll(async () => {
  place = await smallRun();
  service = await openSharedService(place);
  run = (await service.submit(submission(place))).id;
  await untilState(service, run, "completed");
});
afterAll(async () => {
  await closeService(service);
  place.remove();
});

test("every validation can be had, and says what the journal says", async () => {
  const { available } = await service.evaluation(run);
  const journal = events(join(place.runs, run)).flatMap((event) =>
    event.type === "metrics" && event.values["validation/top1"] !== undefined ? [event] : [],
  );
  expect(available).toEqual(
    journal.map(({ step, epoch, values }) => ({ step, epoch, top1: values["validation/top1"] })).toReversed(),
  );
  for (const { epoch, step, values } of journal) {
    const { evaluation } = await service.evaluation(run, epoch);
    expect(evaluation).toMatchObject({
      ...{ step, epoch, loss: values["validation/loss"] },
      ...{ top1: values["validation/top1"], top5: values["validation/top5"] },
    });
  }
  expect((await service.evaluation(run)).evaluation?.epoch).toBe(2);
  expect((await service.evaluation(run, 7)).evaluation).toBeNull();
});

test("it counts what `evaluate` counts with the same weights", async () => {
  const { evaluation } = await service.evaluation(run);
  const { stdout } = await recipeLab(["evaluate", join(place.runs, run), "--backend", "wasm", "--json"]);
  const shell = JSON.parse(stdout) as {
    classes: string[];
    confusion: number[][];
    perClass: { images: number; top1: number; top5: number }[];
  };
  expect(evaluation!.classes).toEqual(shell.classes);
  expect(evaluation!.confusion).toEqual(shell.confusion);
  expect(evaluation!.perClass).toEqual(shell.perClass.map(({ images, top1, top5 }) => ({ images, top1, top5 })));
  expect(evaluation!.images).toBe(shell.confusion.flat().reduce((sum, count) => sum + count, 0));
});

test("the worst images are misclassified, the worst first, and can be looked at", async () => {
  const { evaluation } = await service.evaluation(run);
  const { worst, images, top1, confused } = evaluation!;
  expect(worst).toHaveLength(Math.min(24, Math.round(images * (1 - top1))));
  expect(confused.reduce((sum, pair) => sum + pair.images, 0)).toBe(worst.length);
  expect(worst.map(({ loss }) => loss)).toEqual(worst.map(({ loss }) => loss).toSorted((a, b) => b - a));
  for (const { label, prediction, probability, trueProbability, loss, picture, name } of worst) {
    expect(prediction).not.toBe(label);
    expect(probability).toBeGreaterThanOrEqual(trueProbability);
    expect(-Math.log(trueProbability)).toBeCloseTo(loss, 9);
    expect(name).toMatch(/^\w+\/\d{4}\.(png|jpg)$/);
    const { width, height, format } = await sharp(Buffer.from(picture!.data, "base64")).metadata();
    expect({ width, height, format }).toEqual({ width: 16, height: 16, format: "png" });
  }
});

test("a run that goes back forgets the validations after the checkpoint, as its record does", async () => {
  await service.resume(run, 10);
  await untilState(service, run, "running");
  await service.pause(run);
  const { step } = await untilState(service, run, "paused", "completed");
  const left = (await service.evaluation(run)).available.map((one) => one.step);
  expect(left).toEqual([15, 10, 5].filter((one) => one <= step));
  expect(readdirSync(join(place.runs, run, "evaluations")).sort()).toEqual(left.map((one) => `${one}.json`).sort());
});

test("a damaged file is told, and other runs have none", async () => {
  const { available } = await service.evaluation(run);
  writeFileSync(join(place.runs, run, "evaluations", `${available[0]!.step}.json`), '{"step": ');
  await expect(service.evaluation(run)).rejects.toMatchObject({
    code: "storage",
    message: expect.stringContaining("is damaged"),
  });
  await expect(service.evaluation("nobody")).rejects.toMatchObject({ code: "unknown-run" });
});

test("where it cannot be written, the run goes on with a warning", async () => {
  const here = { ...place, runs: join(place.folder, "unwritable") };
  const queueing = await openSharedService(here, { runsPerDevice: 0 });
  const { id } = await queueing.submit(submission(here, { training: { epochs: 1 } }));
  await queueing.close();
  writeFileSync(join(here.runs, id, "evaluations"), "a file where the folder should be");
  const next = await openSharedService(here);
  await untilState(next, id, "completed");
  const warnings = (await events(join(here.runs, id))).flatMap((event) =>
    event.type === "log" && event.level === "warning" ? [event.message] : [],
  );
  expect(warnings.join("\n")).toContain("the details of a validation are not kept");
  expect((await next.get(id)).run.best).not.toBeNull();
  await closeService(next);
});
