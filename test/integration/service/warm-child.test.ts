import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WarmChild } from "../../../runner/runs/service/warm-child.ts";

/** A program in dist/, as the built ones are, that answers with its process id, crashes or hangs as it is told. */
const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));
let folder: string;
let script: string;
beforeAll(() => {
  mkdirSync(dist, { recursive: true });
  folder = mkdtempSync(`${dist}warm-child-`);
  script = `${folder.slice(dist.length)}/child.mjs`;
  writeFileSync(
    `${folder}/child.mjs`,
    `import { createInterface } from "node:readline";
     for await (const line of createInterface({ input: process.stdin })) {
       const question = JSON.parse(line);
       if (question === "crash") { console.error("a decoder's last words"); process.exit(1); }
       if (question !== "hang") console.log(JSON.stringify({ question, pid: process.pid }));
     }`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (timeLimitMs = 20_000, idleMs = 20_000) =>
  new WarmChild({ script, purpose: "is tested", timeLimitMs, idleMs });
const pidOf = async (child: WarmChild) => ((await child.ask("who")) as { pid: number }).pid;
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("one process answers question after question", async () => {
  const child = start();
  const first = await pidOf(child);
  expect(await child.ask({ text: "a\nb" })).toEqual({ question: { text: "a\nb" }, pid: first });
  child.end();
  await expect.poll(() => isAlive(first)).toBe(false);
  const second = await pidOf(child);
  expect(second).not.toBe(first);
  child.end();
});

test("one that crashes fails its question with its last words, and the next gets another process", async () => {
  const child = start();
  const first = await pidOf(child);
  await expect(child.ask("crash")).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining("a decoder's last words"),
  });
  expect(await pidOf(child)).not.toBe(first);
  child.end();
});

test("one that hangs is killed", async () => {
  const child = start(300);
  const first = await pidOf(child);
  await expect(child.ask("hang")).rejects.toMatchObject({ message: expect.stringContaining("did not answer within") });
  expect(isAlive(first)).toBe(false);
  expect(await pidOf(child)).not.toBe(first);
  child.end();
});

test("the end of one does not disturb the question to the next", async () => {
  const child = start();
  for (let count = 0; count < 5; count++) {
    await pidOf(child);
    child.end();
  }
  expect(await pidOf(child)).toBeGreaterThan(0);
  child.end();
});

test("one that is not asked any more ends", async () => {
  const child = start(20_000, 50);
  const first = await pidOf(child);
  await expect.poll(() => isAlive(first)).toBe(false);
});
