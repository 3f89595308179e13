import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "validate-"));
afterAll(() => rmSync(folder, { recursive: true }));

function validate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}dist/recipe-lab.mjs`, "validate", ...args], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

writeFileSync(join(folder, "good.recipe.json"), '{"extends": "small:baseline"}');
writeFileSync(join(folder, "warned.recipe.json"), '{"training": {"epochs": 60}}');
writeFileSync(join(folder, "bad.recipe.json"), '{"training": {\n  "epochs": 0,\n  "foo\\u001b[31m": 1}}');
writeFileSync(join(folder, "derived.recipe.json"), '{"extends": "bad.recipe.json"}');
const variants = '[{"name": "as it is"}, {"name": "longer", "set": {"training.epochs": 200}}]';
writeFileSync(join(folder, "good.study.json"), `{"recipe": "good.recipe.json", "variants": ${variants}}`);
writeFileSync(
  join(folder, "bad.study.json"),
  '{"recipe": "good.recipe.json",\n "variants": [\n  {"name": "none", "set": {"training.epochs": 0}}]}',
);
writeFileSync(join(folder, "typo.study.json"), `{"seed": 1, "recipe": "good.recipe.json", "variants": ${variants}}`);
writeFileSync(join(folder, "lost.study.json"), '{"recipe": "gone.recipe.json", "variants": [{"name": "a"}]}');

describe("recipe-lab validate", () => {
  it("is content with a good recipe", () => {
    expect(validate("good.recipe.json")).toEqual({ status: 0, stdout: "", stderr: "good.recipe.json: ok\n" });
  });

  it("prints a line for each problem, warnings too, and fails only on errors", () => {
    const warned = validate("warned.recipe.json");
    expect(warned.status).toBe(0);
    expect(warned.stdout).toMatch(/^warned\.recipe\.json:1:25 warning decay-past-the-end .*\(§2\.1 of the paper\)\n$/);
    const bad = validate("good.recipe.json", "bad.recipe.json");
    expect(bad.status).toBe(1);
    expect(bad.stdout.split("\n")).toEqual([
      "bad.recipe.json:2:13 error out-of-range training.epochs: expected a whole number from 1 to 100000, received 0",
      expect.stringMatching(/^bad\.recipe\.json:3:3 error unknown-field unknown field "foo\\u001b\[31m"/),
      "",
    ]);
  });

  it("follows extends on disk, and names the base's file", () => {
    expect(validate("derived.recipe.json").stdout).toMatch(/^bad\.recipe\.json:2:13 error out-of-range/);
  });

  it("applies overrides", () => {
    expect(validate("warned.recipe.json", "--set", "training.epochs=120").stdout).toBe("");
    expect(validate("good.recipe.json", "--set", "training.epochs=0").stdout).toMatch(/^--set:1:17 error out-of-range/);
  });

  it("prints JSON for programs, with the fix", () => {
    const { status, stdout } = validate("--json", "warned.recipe.json", "good.recipe.json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      errors: 0,
      warnings: 1,
      files: [
        {
          file: "warned.recipe.json",
          problems: [
            {
              code: "decay-past-the-end",
              line: 1,
              column: 25,
              fix: { edits: [{ path: ["learningRate", "decay", "kind"] }, { value: [15, 30, 45] }] },
            },
          ],
        },
        { file: "good.recipe.json", problems: [] },
      ],
    });
  });

  it("checks a study with every recipe that its variants make", () => {
    expect(validate("good.study.json")).toEqual({ status: 0, stdout: "", stderr: "good.study.json: ok\n" });
    const bad = validate("good.study.json", "typo.study.json", "bad.study.json", "lost.study.json");
    expect(bad.status).toBe(1);
    expect(bad.stdout.split("\n")).toEqual([
      'typo.study.json:1:2 error unknown-field unknown field "seed" in the study; did you mean "seeds"?',
      "bad.study.json:3:28 error out-of-range training.epochs: expected a whole number from 1 to 100000, received 0",
      expect.stringMatching(/^lost\.study\.json:1:12 error .*gone\.recipe\.json/),
      "",
    ]);
    const overridden = validate("good.study.json", "bad.recipe.json", "--set", "training.epochs=5");
    expect(overridden.status).toBe(2);
    expect(overridden.stderr).toContain("set-on-study: good.study.json: ");
    expect(overridden.stdout).toMatch(/^bad\.recipe\.json:3:3 error unknown-field/);
  });

  it("says which file it cannot read, checks the others, and exits with 2", () => {
    const { status, stdout, stderr } = validate("gone.recipe.json", "bad.recipe.json");
    expect(status).toBe(2);
    expect(stderr).toContain("gone.recipe.json: there is no such file");
    expect(stdout).toContain("bad.recipe.json:2:13");
  });

  it("without a file is an unusable call", () => {
    expect(validate()).toMatchObject({ status: 2, stdout: "" });
  });
});
