import { existsSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectRunner } from "../../../runner/client/connect.ts";
import { runnerTarget } from "../../../runner/client/target.ts";
import type { RunnerClient } from "../../../shared/client/runner-client.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { configFolder, type Served, serve } from "../../support/served.ts";
import { events, type SmallRun, smallRun } from "../../support/small-run.ts";

/** What people do with runs beside training them, at the shell and over the wire, against a real runner. */

let place: SmallRun;
let config: ReturnType<typeof configFolder>;
let runner: Served;
let connection: RunnerClient;
let run: string;

beforeAll(async () => {
  place = await smallRun();
  config = configFolder();
  runner = await serve({ runs: place.runs, data: place.folder, config: config.path });
  connection = await connectRunner(runnerTarget({ runner: runner.url, tokenFile: runner.tokenFile }));
  run = (await runner.client("submit", place.recipe, "--watch")).stdout.trim();
});
afterAll(async () => {
  connection.close();
  await runner.end();
  place.remove();
  config.remove();
});

const json = async (...command: string[]): Promise<RunSummary> => {
  const { code, stdout, stderr } = await runner.client(...command, "--json");
  expect(`${code} ${stderr.includes("error")}`).toBe("0 false");
  return JSON.parse(stdout) as RunSummary;
};

test("describe says what the machine is and what a run would take", async () => {
  await expect.poll(async () => (await connection.request("describe", {})).running).toBe(0);
  const described = await connection.request("describe", {});
  expect(described).toMatchObject({
    host: hostname(),
    running: 0,
    queued: 0,
    runsPerDevice: 1,
    dataRoots: [place.folder],
  });
  const chosen = described.backends.find(({ name }) => name === described.backend);
  expect(chosen).toMatchObject({ available: true, precisions: expect.arrayContaining(["float32"]) });
  expect(described.backends.map(({ name }) => name)).toEqual(expect.arrayContaining(["tensorflow", "webgpu", "wasm"]));
  for (const backend of described.backends) {
    if (backend.available) expect(backend.workers).toBeGreaterThanOrEqual(1);
    else expect(backend.howToGet).not.toBe("");
  }
  expect(described.devices.length).toBeGreaterThan(0);
  const shell = await runner.client("describe");
  expect(shell.code).toBe(0);
  expect(shell.stdout).toContain(`data      ${place.folder}`);
  expect(described.memoryUsedBytes).toBeLessThan(described.memoryBytes);
});

describe("label", () => {
  test("names, notes, tags and pins, and leaves the rest", async () => {
    const labelled = await json(
      "label",
      run,
      "--name",
      "reference",
      "--note",
      "a <b>note</b>",
      "--tag",
      "a",
      "--tag",
      "b",
      "--pinned",
    );
    expect(labelled).toMatchObject({ name: "reference", note: "a <b>note</b>", tags: ["a", "b"], pinned: true });
    const again = await json("label", "reference", "--untag", "a", "--tag", "c", "--tag", "b", "--unpinned");
    expect(again).toMatchObject({ name: "reference", note: "a <b>note</b>", tags: ["b", "c"], pinned: false });
    expect(await json("label", "reference", "--note", "")).toMatchObject({ note: "" });
  });

  test("refuses a call that changes nothing, and what is too long", async () => {
    expect(await runner.client("label", run)).toMatchObject({ code: 2, stdout: "" });
    expect((await runner.client("label", run, "--pinned", "--unpinned")).stderr).toContain("exclude each other");
    const { code, stderr } = await runner.client("label", run, "--name", "x".repeat(201));
    expect(code).toBe(2);
    expect(stderr).toContain("--name: ");
  });
});

test("delete moves to the trash, and restore brings back what was there", async () => {
  const before = (await connection.request("get", { run })).run;
  const deleted = await runner.client("delete", run.slice(-6));
  expect(deleted).toMatchObject({ code: 0, stdout: `${run}\n` });
  expect(deleted.stderr).toContain(`recipe-lab restore ${run}`);
  expect(existsSync(join(place.runs, ".trash", run, "journal.ndjson"))).toBe(true);
  expect((await connection.request("list", {})).runs).toEqual([]);

  const restored = await json("restore", run);
  expect(restored).toEqual(before);
  expect(readdirSync(join(place.runs, ".trash"))).toEqual([]);
  expect((await connection.request("evaluation", { run })).evaluation?.epoch).toBe(2);
  const twice = await runner.client("restore", run);
  expect(twice.code).toBe(2);
  expect(twice.stderr).toContain("It is not deleted");
  expect((await runner.client("restore", "nobody")).stderr).toContain("unknown-run");
});

test("resume --step goes back to a checkpoint, and a wrong one names those that there are", async () => {
  const refused = await runner.client("resume", run, "--step", "3");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/unknown-checkpoint|no checkpoint of step 3/);
  expect(refused.stderr).toContain("steps 15, 10");
  expect(await json("resume", run, "--step", "10")).toMatchObject({ id: run });
  const { code } = await runner.client("watch", run);
  expect(code).toBe(0);
  const records = await events(join(place.runs, run));
  expect(records.findLast((record) => record.type === "environment")).toMatchObject({ resumedFromStep: 10 });
});

test("reorder moves a run in the queue", async () => {
  const submit = async (name: string) =>
    (await runner.client("submit", place.recipe, "--name", name, "--set", "training.epochs=500")).stdout.trim();
  const first = await submit("first");
  const [b, c] = [await submit("b"), await submit("c")];
  expect(await json("reorder", "c", "1")).toMatchObject({ id: c, queuePosition: 1 });
  expect((await connection.request("get", { run: b })).run.queuePosition).toBe(2);
  expect((await runner.client("reorder", first, "1")).stderr).toContain("wrong-state");
  expect((await runner.client("delete", first)).stderr).toContain("wrong-state");
  expect((await runner.client("reorder", "b", "0")).code).toBe(2);
  for (const id of [b, c, first]) expect((await runner.client("stop", id)).code).toBe(0);
  await expect.poll(async () => (await connection.request("get", { run: first })).run.state).toBe("stopped");
});

test("preview over the wire gives pictures of the recipe's own images", async () => {
  const recipe = {
    ...{ extends: "small:baseline", data: { train: "train", validation: "validation" } },
    augmentation: { train: [{ op: "randomCrop", size: 32, padding: 4 }, { op: "normalize" }] },
  };
  const answer = await connection.request("preview", { recipe, count: 2, steps: true });
  expect(answer).toMatchObject({ images: 42, problems: expect.any(Array) });
  expect(answer.samples).toHaveLength(2);
  expect(answer.samples[0]!.steps.map(({ op }) => op)).toEqual(["randomCrop", "normalize"]);
});
