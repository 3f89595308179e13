import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planHere, realRoots } from "../../../runner/runs/service/prepare-submission.ts";
import { previewHere } from "../../../runner/runs/service/preview-here.ts";
import { previewParams } from "../../../shared/protocol/preview.ts";
import { writeImageFolder } from "../../support/images.ts";
import { openService, submission } from "../../support/service.ts";
import { type SmallRun, smallRun } from "../../support/small-run.ts";

/** Row 26 of what must not break a runner: ways out of the data roots, to images and weights that could be used. */
let place: SmallRun;
let root: string;
let outside: string;
let weights: string;
beforeAll(async () => {
  place = await smallRun();
  root = join(place.folder, "root");
  outside = join(place.folder, "root-beside");
  weights = join(place.folder, "root-weights.safetensors");
  mkdirSync(root);
  renameSync(join(place.folder, "train"), join(root, "train"));
  renameSync(join(place.folder, "validation"), join(root, "validation"));
  await writeImageFolder(outside, { perClass: 5, size: 16, first: 5000 });
  writeFileSync(weights, "weights");
  mkdirSync(join(root, "deep"));
  symlinkSync("../..", join(root, "deep", "up"));
  symlinkSync(outside, join(root, "link-to-root-beside"));
  symlinkSync(weights, join(root, "link-to-root-weights.safetensors"));
  symlinkSync("loop", join(root, "loop"));
});
afterAll(() => place.remove());

/** `target` lies beside the root. */
const attempts = (target: string): string[] => [
  "..",
  `../${basename(target)}`,
  `train/../../${basename(target)}`,
  `./././../${basename(target)}`,
  `train/..//..//${basename(target)}`,
  target,
  `${root}/train/../../${basename(target)}`,
  `${root}/../${basename(target)}`,
  `/proc/self/root${target}`,
  `/proc/self/cwd/../../..${target}`,
  "/",
  "/proc/self/environ",
  "/dev/zero",
  `link-to-${basename(target)}`,
  `deep/up/${basename(target)}`,
  "loop",
  `..\\${basename(target)}`,
  `%2e%2e/${basename(target)}`,
  `%2e%2e%2f${basename(target)}`,
  `%252e%252e%252f${basename(target)}`,
  `..%c0%af${basename(target)}`,
  `..;/${basename(target)}`,
  `....//${basename(target)}`,
  `train\u0000/../../${basename(target)}`,
  `../${basename(target)}\u0000`,
  `\u2025/${basename(target)}`,
  `\uff0e\uff0e/${basename(target)}`,
  `file://${target}`,
  `//localhost${target}`,
  `~/${basename(target)}`,
  "$HOME",
  ` ../${basename(target)}`,
  "",
  "x".repeat(100_000),
  `${"../".repeat(5_000)}etc`,
];
const fields = [
  ["data", "train"],
  ["data", "validation"],
  ["model", "pretrained"],
] as const;

test.each(fields)("a recipe cannot name in %s.%s what is outside of the data roots", async (section, field) => {
  const here = { ...place, runs: join(place.folder, "runs") };
  const service = await openService(here, { dataRoots: [root], runsPerDevice: 0 });
  const target = field === "pretrained" ? weights : outside;
  const named = (path: string) => submission(here, { [section]: { [field]: path } });
  for (const [index, path] of attempts(target).entries()) {
    const { plan } = await planHere(named(path).recipe, await realRoots([root]));
    expect([path, plan]).toEqual([path, null]);
    if (index % 6 !== 1) continue; // a submit asks the same in a process of its own
    const code = await service.submit(named(path)).then(
      () => "taken",
      (error: { code: string }) => error.code,
    );
    expect([path, code]).toEqual([path, expect.stringMatching(/^(data-outside-roots|recipe-problems)$/)]);
  }
  // The roots alone kept it away.
  const wider = await planHere(named(target).recipe, await realRoots([root, place.folder]));
  expect([wider.plan !== null, wider.problems.filter(({ severity }) => severity === "error")]).toEqual([true, []]);
  expect(service.list()).toEqual([]);
  expect(readdirSync(here.runs)).toEqual([".service"]);
  // What does stay inside is taken, however it is written.
  const { plan } = await planHere(
    submission(here, { data: { train: "train/../train/." } }).recipe,
    await realRoots([root]),
  );
  expect(plan?.recipe.data.train).toBe(join(root, "train"));
});

test.each(fields.slice(0, 2))(
  "a preview cannot show through %s.%s what is outside of the data roots",
  async (section, field) => {
    const roots = await realRoots([root]);
    const show = (path: string, within: readonly string[]) =>
      previewHere({
        params: previewParams.parse({
          ...{ recipe: submission(place, { [section]: { [field]: path } }).recipe, count: 1 },
          ...{ split: field === "train" ? "train" : "validation" },
        }),
        roots: within,
      });
    for (const path of attempts(outside)) {
      const { images, samples, problems } = await show(path, roots);
      expect([path, images, samples]).toEqual([path, 0, []]);
      expect(problems.some(({ severity }) => severity === "error")).toBe(true);
    }
    expect((await show(outside, await realRoots([root, place.folder]))).samples).toHaveLength(1);
  },
);

describe("a link that is swapped all the time", () => {
  test("never makes a plan of what is outside", async () => {
    const link = join(root, "swapped");
    symlinkSync("train", link);
    const swap = `
      const { symlinkSync, renameSync } = require("node:fs");
      const { workerData: { link, targets } } = require("node:worker_threads");
      for (let count = 0; ; count += 1) {
        symlinkSync(targets[count % 2], link + ".new");
        renameSync(link + ".new", link);
      }`;
    const worker = new Worker(swap, { eval: true, workerData: { link, targets: [outside, "train"] } });
    const roots = await realRoots([root]);
    const { recipe } = submission(place, { data: { train: "swapped" } });
    let [inside, refused] = [0, 0];
    for (let count = 0; count < 300; count += 1) {
      const { plan } = await planHere(recipe, roots);
      if (plan === null) refused += 1;
      else {
        inside += 1;
        expect(basename(plan.recipe.data.train!)).toBe("train");
        expect(plan.data.trainImages).toBe(42);
      }
    }
    await worker.terminate();
    rmSync(link, { force: true });
    expect(inside).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});
