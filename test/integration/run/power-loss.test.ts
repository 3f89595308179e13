import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { createStream } from "../../../shared/random.ts";
import { recipeLab, start } from "../../support/recipe-lab.ts";
import { referenceRun } from "../../support/reference-run.ts";
import { events, hashes, runArguments, totalSteps, untilStep } from "../../support/small-run.ts";

/**
 * Row 4 of what must not break a run. The run's folder is on a file system of its own in a file. A copy of that file, taken
 * while the run trains, is what a power cut leaves on the disk: what the kernel has not written yet is not in it.
 */
const reference = referenceRun();
const folder = mkdtempSync(join(tmpdir(), "recipe-lab-power-"));
const mounted = new Set<string>();

function mount(image: string, name: string): string {
  const point = join(folder, name);
  mkdirSync(point);
  execFileSync("mount", ["-o", "loop", image, point], { stdio: "pipe" });
  mounted.add(point);
  return point;
}

function unmount(point: string): void {
  execFileSync("umount", [point]);
  mounted.delete(point);
}

function emptyDisk(name: string): string {
  const image = join(folder, name);
  writeFileSync(image, Buffer.alloc(48 << 20));
  execFileSync("mkfs.ext4", ["-q", "-F", image], { stdio: "pipe" });
  return image;
}

const mayMount = (() => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  if (spawnSync("mkfs.ext4", ["-V"]).status !== 0) return false;
  try {
    unmount(mount(emptyDisk("probe.img"), "probe"));
    return true;
  } catch {
    return false;
  }
})();

afterAll(() => {
  for (const point of mounted) spawnSync("umount", ["-l", point]);
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of a disk at one moment: the kernel may write while it is read, and then it is read again. */
function crashImage(image: string, copy: string): void {
  const content = () => createHash("sha256").update(readFileSync(image)).digest("hex");
  for (let before = content(); ; before = content()) {
    copyFileSync(image, copy);
    const copied = createHash("sha256").update(readFileSync(copy)).digest("hex");
    if (copied === before && copied === content()) return;
  }
}

/** Steps of the checkpoints that the run's journal names. */
const acknowledged = (run: string) => events(run).flatMap((event) => (event.type === "checkpoint" ? [event.step] : []));

const cuts = 8;
const seed = 4;
describe.skipIf(!mayMount)(
  `power lost${mayMount ? "" : " (skipped: this user may not mount a file on a loop device)"}`,
  () => {
    test(`at ${cuts} random moments (seed ${seed}): the last checkpoint that was told of is there, and the run ends the same`, async () => {
      const random = createStream({ seed, purpose: "split" });
      const disk = emptyDisk("disk.img");
      const here = { ...reference.place, runs: mount(disk, "disk") };
      const started = start(runArguments(here, "--set", "training.checkpoint.everySteps=1"));
      const run = await untilStep(here.runs, 1, started);
      const images: { image: string; steps: number[] }[] = [];
      for (let cut = 0; cut < cuts && started.child.exitCode === null; cut++) {
        started.child.kill("SIGSTOP");
        const image = join(folder, `cut-${cut}.img`);
        // What was told of before the power went.
        images.push({ image, steps: acknowledged(run) });
        crashImage(disk, image);
        started.child.kill("SIGCONT");
        await setTimeout(random.integer(120));
      }
      expect((await started.result).code).toBe(0);
      unmount(here.runs);
      expect(images.length).toBeGreaterThan(2);

      for (const [index, { image, steps }] of images.entries()) {
        const point = mount(image, `cut-${index}`);
        const [name = ""] = readdirSync(point).filter((entry) => entry !== "lost+found");
        const cutRun = join(point, name);
        const there = readdirSync(join(cutRun, "checkpoints")).map(Number);
        const last = Math.max(0, ...steps);
        expect(Math.max(0, ...there.filter(Number.isFinite)), `checkpoints of cut ${index}`).toBeGreaterThanOrEqual(
          last,
        );
        expect(acknowledged(cutRun)).toEqual(expect.arrayContaining(steps.slice(0, -1)));
        const { code, stderr } = await recipeLab(["run", "--resume", cutRun]);
        expect(stderr).not.toContain("damaged");
        expect(code).toBe(0);
        expect(hashes(cutRun, totalSteps)).toEqual(reference.hashes);
        const journal = events(cutRun);
        expect(journal.map(({ sequence }) => sequence)).toEqual(journal.map((_, position) => position + 1));
        unmount(point);
        rmSync(image);
      }
    });
  },
);
