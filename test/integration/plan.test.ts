import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../shared/plan.ts";

const program = fileURLToPath(new URL("../../dist/recipe-lab.mjs", import.meta.url));
let folder: string;
let recipe: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-plan-"));
  recipe = join(folder, "trial.recipe.json");
  writeFileSync(
    recipe,
    `{"extends": "small:baseline", // 30 epochs
      "data": {"train": "images"},
      "training": {"batchSize": 4, "epochs": 3},
      "learningRate": {"initial": 1, "linearScaling": false, "warmup": {"epochs": 1}, "decay": {"kind": "step", "epochs": [2]}}}`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plan = (...args: string[]) =>
  spawnSync(process.execPath, [program, "plan", recipe, ...args], { encoding: "utf8" });

describe("recipe-lab plan", () => {
  test("--schedule prints a row for every step and nothing else", () => {
    const { status, stdout } = plan("--schedule", "--images", "9");
    expect(stdout).toBe(
      [
        "step,epoch,batchSize,learningRate",
        "1,0,4,0.5",
        "2,0,4,1",
        "3,1,4,1",
        "4,1,4,1",
        "5,2,4,0.1",
        "6,2,4,0.1",
        "",
      ].join("\n"),
    );
    expect(status).toBe(0);
  });

  test("--json prints the plan, overrides applied; the assumption about classes goes to standard error", () => {
    const { status, stdout, stderr } = plan("--json", "--images", "9", "--set", "training.lastBatch=keep");
    const parsed = JSON.parse(stdout) as Plan;
    expect(parsed).toMatchObject({ totalSteps: 9, imagesSeen: 27, inputSize: 32 });
    expect(parsed.recipe.training.lastBatch).toBe("keep");
    expect(stderr).toContain("1000 classes");
    expect(status).toBe(0);
  });

  test("it says so where the data is not there, and reads its size where it is", () => {
    const missing = plan();
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain(join(folder, "images"));
    for (const name of ["cat", "dog"]) {
      mkdirSync(join(folder, "images", name), { recursive: true });
      // Listing decodes nothing, so that any bytes will do.
      for (let index = 0; index < 10; index++) writeFileSync(join(folder, "images", name, `${index}.png`), "png");
    }
    const { status, stdout } = plan("--json");
    const parsed = JSON.parse(stdout) as Plan;
    expect(status).toBe(0);
    expect(parsed.data).toEqual({ trainImages: 18, validationImages: 2, classes: ["cat", "dog"] });
  });

  test("for people: layers, the curve and a summary", () => {
    const { status, stdout } = plan("--images", "9", "--classes", "2");
    expect(status).toBe(0);
    for (const part of ["layer3.2.conv2", "total", "█", "images seen", "memory"]) expect(stdout).toContain(part);
  });

  test("a reader that leaves early is no error", () => {
    const command = `"$0" "$1" plan "$2" --schedule --images 1000000 | head -n 2; echo "\${PIPESTATUS[0]}"`;
    const output = execFileSync("bash", ["-c", command, process.execPath, program, recipe], { encoding: "utf8" });
    expect(output).toBe("step,epoch,batchSize,learningRate\n1,0,4,0.000004\n0\n");
  });

  test.each([
    [["--images", "0"], 2, "whole number"],
    [["--images", "3"], 2, "batch-larger-than-data"],
    [["--classes", "3"], 2, "--images"],
    [["--json", "--schedule", "--images", "9"], 2, "--json and --schedule"],
    [["--images", "9", "--set", "training.batchSize=0"], 2, "training.batchSize"],
  ])("%j is refused", (args, code, message) => {
    const { status, stdout, stderr } = plan(...args);
    expect(status).toBe(code);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
  });
});
