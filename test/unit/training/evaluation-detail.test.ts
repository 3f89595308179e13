import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../../runner/data/dataset.ts";
import {
  listEvaluations,
  readEvaluation,
  removeEvaluationsAfter,
  writeEvaluation,
} from "../../../runner/runs/evaluations.ts";
import { runFolder } from "../../../runner/runs/run-folder.ts";
import { evaluationDetail } from "../../../runner/training/evaluation-detail.ts";
import { evaluationSchema } from "../../../shared/protocol/evaluation.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-evaluation-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A validation of `images` images of 16×16 noise, every one of them misclassified. */
function worstCase(classes: number, images: number) {
  const side = 16;
  const buffer = new SharedArrayBuffer(side * side * 3);
  new Uint8Array(buffer).forEach((_, at, bytes) => {
    bytes[at] = (at * at * 31 + at * 7) >> 3;
  });
  const label = (index: number) => index % classes;
  const dataset: Dataset = {
    classes: Array.from({ length: classes }, (_, index) => `a class with a long name ${index}`),
    length: images,
    label,
    name: (index) => `folder/image-${index}.jpg`,
    source: () => ({ kind: "raw", buffer, offset: 0, width: side, height: side, channels: 3, layout: "interleaved" }),
  };
  const evaluation = {
    indices: Uint32Array.from({ length: images }, (_, index) => index),
    labels: Int32Array.from({ length: images }, (_, index) => label(index)),
    predictions: Int32Array.from(
      { length: images },
      (_, index) => (label(index) + 1 + (index % (classes - 1))) % classes,
    ),
    confidences: new Float64Array(images).fill(0.6),
    ranks: new Int32Array(images).fill(1),
    losses: Float64Array.from({ length: images }, (_, index) => 2 + index / images),
  };
  const decode = { maxPixels: 50e6, background: [0, 0, 0] as const, decoder: "fast" as const };
  return { evaluation, dataset, decode, step: 10, epoch: 1, time: 1_700_000_000_000 };
}

describe("a validation in detail", () => {
  test("of a thousand classes stays small, whatever was confused with what", async () => {
    const detail = await evaluationDetail(worstCase(1000, 50_000));
    expect(evaluationSchema.parse(detail)).toEqual(detail);
    expect(detail.confusion).toBeNull();
    expect([detail.confused.length, detail.worst.length, detail.perClass.length]).toEqual([200, 24, 1000]);
    expect(JSON.stringify(detail).length).toBeLessThan(256 * 1024);
    expect(detail.worst[0]).toMatchObject({ index: 49_999, name: "folder/image-49999.jpg", probability: 0.6 });
  });

  test("of few classes has the whole matrix", async () => {
    const detail = await evaluationDetail(worstCase(3, 30));
    expect(detail.confusion).toHaveLength(3);
    expect(detail.confusion!.flat().reduce((sum, images) => sum + images, 0)).toBe(30);
    const pairs = detail.confused.map(({ label, prediction, images }) => [
      detail.confusion![label]![prediction],
      images,
    ]);
    for (const [inMatrix, listed] of pairs) expect(listed).toBe(inMatrix);
  });
});

test("of a run the latest ten are kept, and the best", async () => {
  const run = runFolder(join(folder, "run"));
  const detail = await evaluationDetail(worstCase(3, 3));
  for (let step = 1; step <= 14; step++) await writeEvaluation(run, { ...detail, step }, 2);
  expect(await listEvaluations(run)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 2]);
  expect(await readEvaluation(run, 2)).toEqual({ ...detail, step: 2 });
  expect(await readEvaluation(run, 3)).toBeNull();
  await removeEvaluationsAfter(run, 8);
  expect(await listEvaluations(run)).toEqual([8, 7, 6, 5, 2]);
});
