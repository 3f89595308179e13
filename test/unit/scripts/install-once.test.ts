import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Installation, installOnce, isInstalled } from "../../../scripts/lib/install-once.mjs";

let cache: string;
let installation: Installation;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "recipe-lab-install-"));
  const folder = join(cache, "tool", "1.0");
  installation = { folder, program: join(folder, "tool"), stamp: "tool 1.0" };
});
afterEach(() => rmSync(cache, { recursive: true }));

const writing = (content: string) => async (part: string) => writeFileSync(join(part, "tool"), content);
const inCache = () => readdirSync(join(cache, "tool"));

test("what was installed is there, and nothing beside it", async () => {
  expect(await isInstalled(installation)).toBe(false);
  await installOnce(installation, writing("1"));
  expect(await isInstalled(installation)).toBe(true);
  expect(inCache()).toEqual(["1.0"]);
});

test("an installation that fails says why and leaves nothing", async () => {
  const failing = installOnce(installation, async (part) => {
    await writing("half")(part);
    throw new Error("no room");
  });
  await expect(failing).rejects.toThrow("no room");
  expect(inCache()).toEqual([]);
});

test("what lacks the stamp or the program is replaced", async () => {
  mkdirSync(installation.folder, { recursive: true });
  writeFileSync(installation.program, "of an unknown version");
  await installOnce(installation, writing("1"));
  expect(readFileSync(installation.program, "utf8")).toBe("1");

  rmSync(installation.program);
  expect(await isInstalled(installation)).toBe(false);
  await installOnce(installation, writing("again"));
  expect(readFileSync(installation.program, "utf8")).toBe("again");

  expect(await isInstalled({ ...installation, stamp: "tool 1.1" })).toBe(false);
});

test("of two that install at once, the first to finish stays and the other takes its work", async () => {
  const first = installOnce(installation, async (part) => {
    await setTimeout(20);
    await writing("first")(part);
  });
  const second = installOnce(installation, async (part) => {
    await first;
    await writing("second")(part);
  });
  await Promise.all([first, second]);
  expect(readFileSync(installation.program, "utf8")).toBe("first");
  expect(inCache()).toEqual(["1.0"]);
});

test("what a kill left goes after an hour, not while it may still grow", async () => {
  const leave = (name: string, ageHours: number) => {
    const path = join(cache, "tool", name);
    mkdirSync(path, { recursive: true });
    const time = Date.now() / 1000 - ageHours * 3600;
    utimesSync(path, time, time);
    return path;
  };
  const [old, recent] = [leave("1.0.part-0a", 1.5), leave("1.0.part-0b", 0.5)];
  await installOnce(installation, writing("1"));
  expect([existsSync(old), existsSync(recent), await isInstalled(installation)]).toEqual([false, true, true]);
});
