import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recipeLab } from "../../support/recipe-lab.ts";
import { events, type SmallRun, smallRun } from "../../support/small-run.ts";

describe.skipIf(process.platform === "win32")("where libjpeg-turbo's native module does not load", () => {
  let place: SmallRun;
  /** Starts Node with a module loader in which the native module is missing, in every thread. */
  let without: readonly string[];

  beforeAll(async () => {
    place = await smallRun();
    const hook = join(place.folder, "hook.cjs");
    writeFileSync(
      hook,
      `const Module = require("node:module");
const load = Module._load;
Module._load = (request, ...rest) => {
  if (request === "@julusian/jpeg-turbo") throw new Error("libturbojpeg.so.0: cannot open shared object file");
  return load(request, ...rest);
};`,
    );
    without = ["env", `NODE_OPTIONS=--require=${hook}`];
  });
  afterAll(() => place.remove());

  test("a run goes on with sharp, and its journal says so once", async () => {
    const args = ["run", place.recipe, "--runs", place.runs, "--backend", "wasm", "--max-steps", "2"];
    const { code, stdout, stderr } = await recipeLab(args, { wrapper: without });
    expect(stderr).toContain("libjpeg-turbo does not load");
    expect(code).toBe(0);
    const journal = events(stdout.trim());
    const warnings = journal.filter((event) => event.type === "log" && event.level === "warning");
    expect(warnings).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("libturbojpeg.so.0: cannot open shared object file"),
      }),
    ]);
    expect(journal.some((event) => event.type === "quarantine")).toBe(false);
  });

  test("with the exact decoder nothing is missing", async () => {
    const args = ["run", place.recipe, "--runs", place.runs, "--backend", "wasm", "--max-steps", "1"];
    const { code, stderr } = await recipeLab([...args, "--set", "data.decoder=exact"], { wrapper: without });
    expect(code).toBe(0);
    expect(stderr).not.toContain("libjpeg-turbo");
  });

  test("doctor says what is lost, and how to repair it", async () => {
    const { stdout } = await recipeLab(["doctor", "--json"], { wrapper: without });
    const check = JSON.parse(stdout).find(({ id }: { id: string }) => id === "jpeg-turbo");
    expect(check).toMatchObject({ ok: false, essential: false });
    expect(check.found).toContain("sharp decodes JPEG at a third of the speed");
    expect(check.advice).toContain("npm ci");
  });
});
