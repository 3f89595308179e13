import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recipeLab } from "../../support/recipe-lab.ts";
import { events, onlyRun, runArguments, type SmallRun, smallRun } from "../../support/small-run.ts";

/** Row 36 of what must not break a run, where the decoder does not throw or hang but ends the whole process. */
describe.skipIf(process.platform === "win32")("an image at which the native decoder crashes", () => {
  let place: SmallRun;
  let victim: string;
  /** Starts Node with a decoder that ends its process at the victim's bytes, in every thread and child. */
  let deadly: readonly string[];

  beforeAll(async () => {
    place = await smallRun();
    const train = join(place.folder, "train");
    // Not the first image, at which a run looks before it begins.
    victim = readdirSync(train, { recursive: true, encoding: "utf8" })
      .sort()
      .findLast((name) => name.endsWith(".png"))!;
    const hook = join(place.folder, "hook.cjs");
    writeFileSync(
      hook,
      `const Module = require("node:module");
const victim = require("node:fs").readFileSync(${JSON.stringify(join(train, victim))});
const load = Module._load;
Module._load = (request, ...rest) => {
  const loaded = load(request, ...rest);
  if (!/sharp.*\\.node$/.test(request)) return loaded;
  return {
    ...loaded,
    pipeline(options, callback) {
      if (options.input.buffer && victim.equals(options.input.buffer)) {
        process.kill(process.pid, "SIGABRT");
        for (;;);
      }
      return loaded.pipeline(options, callback);
    },
  };
};`,
    );
    deadly = ["env", `NODE_OPTIONS=--require=${hook}`];
  });
  afterAll(() => place.remove());

  test("ends the process once; the next one finds it, sets it aside, and trains to the end", async () => {
    const first = await recipeLab(runArguments(place), { wrapper: deadly });
    expect(first.code).toBeNull();
    const run = onlyRun(place.runs);
    expect(events(run).some((event) => event.type === "quarantine")).toBe(false);

    const { code, stderr } = await recipeLab(["run", "--resume", run, "--max-steps", "7"], { wrapper: deadly });
    expect(stderr).toContain(`skipping train/${victim}: its decoder crashed (SIGABRT), and took a process along`);
    expect(code).toBe(0);

    // It would crash again: the process that goes on knows that.
    expect((await recipeLab(["run", "--resume", run], { wrapper: deadly })).code).toBe(0);
    const journal = events(run);
    expect(journal.at(-1)).toMatchObject({ type: "state", state: "completed" });
    expect(journal.filter((event) => event.type === "quarantine")).toMatchObject([{ image: `train/${victim}` }]);
    expect(readdirSync(run).filter((name) => name.startsWith(".decoding"))).toEqual([".decoding-train.suspects"]);
    expect(readFileSync(join(run, ".decoding-train.suspects"), "utf8")).toMatch(/^\d+\n$/);
  });

  test("is used again by a process whose decoder can, and nothing is left of the suspicion", async () => {
    const again = { ...place, runs: join(place.folder, "again") };
    const first = await recipeLab(runArguments(again), { wrapper: deadly });
    expect(first.code).toBeNull();
    const run = onlyRun(again.runs);
    expect((await recipeLab(["run", "--resume", run])).code).toBe(0);
    expect(events(run).some((event) => event.type === "quarantine")).toBe(false);
    expect(readdirSync(run).filter((name) => name.startsWith(".decoding"))).toEqual([]);
  });
});
