import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeFolder } from "../../../runner/runs/durable.ts";
import { acquireLease } from "../../../runner/runs/lease.ts";
import { createRun, findRun, readPlan, runId } from "../../../runner/runs/run-folder.ts";
import type { Plan } from "../../../shared/plan.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-runs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan = { recipe: recipeSchema.parse({ name: "Größe 20/7" }), totalSteps: 7 } as Plan;

describe("a run's folder", () => {
  test("has an id that sorts by time and is safe as a file name", () => {
    const id = (name: string) => runId(name, new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)), "abc123");
    expect(id("Größe 20/7")).toBe("20260102-030405-gro-e-20-7-abc123");
    expect(id("../../etc")).toBe("20260102-030405-etc-abc123");
    expect(id("日本")).toBe("20260102-030405-run-abc123");
    expect(id("x".repeat(200))).toHaveLength(15 + 1 + 40 + 1 + 6);
  });

  test("appears with its recipe as written and its plan, and is found by path and by id", async () => {
    const run = await createRun(folder, { recipeText: "// mine\n{}", plan });
    expect(readFileSync(run.recipe, "utf8")).toBe("// mine\n{}");
    expect(await readPlan(run)).toEqual(JSON.parse(JSON.stringify(plan)));
    expect(await findRun(run.path, "elsewhere")).toEqual(run);
    expect(await findRun(run.id, folder)).toEqual(run);
    expect(readdirSync(folder)).toEqual([run.id]);
    await expect(findRun("none", folder)).rejects.toThrow(/none is neither/);
  });

  test("where it cannot be made is one clear error", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(createRun(join(folder, "file"), { recipeText: "", plan })).rejects.toThrow(
      /could not be written to .*--runs/,
    );
  });
});

describe("a folder that is to be made", () => {
  test("comes with those above it, and may be there already", async () => {
    const path = join(folder, "a", "b", "c");
    await Promise.all([makeFolder(path), makeFolder(path)]);
    await makeFolder(path);
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["c"]);
  });

  test("is an error under a file", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(makeFolder(join(folder, "file"))).rejects.toThrow("EEXIST");
    await expect(makeFolder(join(folder, "file", "a"))).rejects.toThrow("ENOTDIR");
  });

  test.skipIf(process.platform !== "linux")("is an error where a file system takes no new names", async () => {
    await expect(makeFolder("/proc/recipe-lab/a")).rejects.toThrow("ENOENT");
  });
});

describe("the lease", () => {
  test("has one holder; a second writer is refused by name", async () => {
    const lease = await acquireLease(folder);
    expect(lease).toMatchObject({ epoch: 1, takenFrom: null });
    await expect(acquireLease(folder)).rejects.toThrow(`Process ${process.pid} on ${hostname()} has been writing`);
    await lease.assertHeld();
    await lease.release();
    const next = await acquireLease(folder);
    expect(next).toMatchObject({ epoch: 2, takenFrom: null });
    expect(readdirSync(folder).sort()).toEqual(["lease.2.claim", "lease.json"]);
  });

  test("of a dead process on this machine is taken over, and the old holder cannot commit", async () => {
    const old = await acquireLease(folder);
    for (const name of ["lease.json", "lease.1.claim"]) {
      const owner = JSON.parse(readFileSync(join(folder, name), "utf8"));
      writeFileSync(join(folder, name), JSON.stringify({ ...owner, pid: 2 ** 22 + 1 }));
    }
    const lease = await acquireLease(folder);
    expect(lease).toMatchObject({ epoch: 2, takenFrom: { pid: 2 ** 22 + 1, host: hostname() } });
    await expect(old.assertHeld()).rejects.toThrow(/may no longer write .* has taken it over/);
    await expect(old.release()).rejects.toThrow(/may no longer write/);
    await lease.assertHeld();
  });

  test.skipIf(!existsSync("/proc/self/stat"))("knows that a process id is used again", async () => {
    await acquireLease(folder);
    const path = join(folder, "lease.json");
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), processStart: "1" }));
    rmSync(join(folder, "lease.1.claim"));
    expect((await acquireLease(folder)).epoch).toBe(2);
  });

  test("of another machine is never taken", async () => {
    await acquireLease(folder);
    const path = join(folder, "lease.json");
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), host: "elsewhere" }));
    await expect(acquireLease(folder)).rejects.toThrow(/on elsewhere .*delete the lease files/);
  });

  test("is won by one of many that try at once", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLease(folder)));
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });
});
