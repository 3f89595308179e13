import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Result, recipeLab } from "../../support/recipe-lab.ts";
import {
  events,
  hashes,
  runArguments,
  type SmallRun,
  smallRun,
  snapshot,
  stepsPerEpoch,
  trained,
} from "../../support/small-run.ts";

/** Rows 1, 2, 3 and 5 of what must not break a run: kills and errors in the very system calls that write it. */
const strace = spawnSync("strace", ["-f", "-qq", "-o", "/dev/null", "true"]).status === 0;
const needsStrace = strace ? "" : " (skipped: no strace that may trace)";

/** One epoch with a checkpoint every second step. */
const short = ["--set", "training.epochs=1", "--set", "training.checkpoint.everySteps=2"];
const lastStep = stepsPerEpoch;

let place: SmallRun;
let expected: Record<string, string>;

beforeAll(async () => {
  place = await smallRun();
  expected = hashes(await trained(place, ...short), lastStep);
});
afterAll(() => place.remove());

let count = 0;
function fresh(): SmallRun {
  count += 1;
  return { ...place, runs: join(place.folder, `runs-${count}`) };
}

/** With one thread for the file system, the n-th call of a kind is the same one each time. */
const tracing = (...filters: string[]) => [
  ...["env", "UV_THREADPOOL_SIZE=1", "strace", "-f", "-qq", "-o", "/dev/null"],
  ...filters,
];

const runsIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")) : [];

async function expectToEndAlike(run: string): Promise<void> {
  const { code, stderr } = await recipeLab(["run", "--resume", run]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
  expect(hashes(run, lastStep)).toEqual(expected);
  const journal = events(run);
  expect(journal.map((event) => event.sequence)).toEqual(journal.map((_, index) => index + 1));
}

function expectStorageError({ code, stderr }: Result, ...parts: string[]): void {
  expect(code).toBe(1);
  const messages = stderr.split("\n").filter((line) => line.startsWith("error "));
  expect(messages, stderr).toHaveLength(1);
  for (const part of ["error storage: ", ...parts]) expect(messages[0]).toContain(part);
}

describe.skipIf(!strace)(`killed in the call that makes something durable${needsStrace}`, () => {
  // A run begins with 5 syncs for its folder, 3 for its lease and 1 for the journal; a checkpoint has 6.
  test.each([
    ...[3, 7, 10, 11, 12, 13, 14, 17].map((nth) => ["fsync", nth] as const),
    ...[1, 2, 3, 4].map((nth) => ["rename", nth] as const),
  ])("%s, number %d", async (call, nth) => {
    const here = fresh();
    const wrapper = tracing("-e", `trace=${call}`, "-e", `inject=${call}:signal=KILL:when=${nth}`);
    const { code } = await recipeLab(runArguments(here, ...short), { wrapper });
    expect(code).not.toBe(0);
    const [run] = runsIn(here.runs);
    // Killed before the folder had its name: there is no run, and none that looks like one.
    if (run !== undefined) await expectToEndAlike(join(here.runs, run));
    else expect([call, nth]).toEqual([call, call === "fsync" ? 3 : 1]);
  });
});

describe.skipIf(!strace)(`errors of the disk${needsStrace}`, () => {
  test.each([
    ["ENOSPC", "the disk is full"],
    ["EIO", "input/output error"],
  ])("%s while a checkpoint is written: the one before stays, and the run can go on", async (error, said) => {
    const here = fresh();
    // Number 16 is in the second checkpoint, of step 4.
    const wrapper = tracing("-e", "trace=fsync", "-e", `inject=fsync:error=${error}:when=16`);
    const result = await recipeLab(runArguments(here, ...short), { wrapper });
    expectStorageError(result, "The checkpoint of step 4 could not be written", said, "the one of step 2 stays.");
    const run = join(here.runs, runsIn(here.runs)[0]!);
    expect(readdirSync(join(run, "checkpoints"))).toEqual(["2"]);
    expect(events(run).at(-1)).toMatchObject({ type: "state", state: "interrupted", reason: "storage" });
    await expectToEndAlike(run);
  });

  test("ENOSPC while the journal is written", async () => {
    const here = fresh();
    const run = await trained(here, ...short, "--max-steps", "2");
    const wrapper = tracing(
      ...["-P", join(run, "journal.ndjson")],
      ...["-e", "trace=write", "-e", "inject=write:error=ENOSPC:when=4+"],
    );
    const result = await recipeLab(["run", "--resume", run], { wrapper });
    expectStorageError(result, "The journal could not be written", "the disk is full", "--resume");
    await expectToEndAlike(run);
  });

  test("a checkpoint that cannot be read is not taken for none", async () => {
    const run = await trained(fresh(), ...short, "--max-steps", "4");
    const before = snapshot(join(run, "checkpoints"));
    for (const path of ["checkpoints", "checkpoints/4/manifest.json", "checkpoints/4/weights.safetensors"]) {
      const wrapper = tracing("-P", join(run, path), "-e", "trace=openat", "-e", "inject=openat:error=EIO");
      const { code, stderr } = await recipeLab(["run", "--resume", run], { wrapper });
      expect([code, stderr]).toEqual([1, expect.stringContaining("error checkpoint-unreadable: ")]);
      expect(stderr).toContain("EIO");
    }
    expect(snapshot(join(run, "checkpoints"))).toEqual(before);
    await expectToEndAlike(run);
  });
});

/** Mounts a disk of 4 MiB, which holds one checkpoint of ResNet-20 and not two. */
function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "none", folder]).status === 0;
}

test("a full disk: the user is told, the old checkpoint stays, and with room the run goes on", async ({ skip }) => {
  const here = fresh();
  if (!mountSmallDisk(here.runs)) return skip("this user may not mount a small disk");
  try {
    const result = await recipeLab(runArguments(here, ...short));
    expectStorageError(result, "The checkpoint of step 4", "the disk is full", "the one of step 2 stays.", "--resume");
    const run = join(here.runs, runsIn(here.runs)[0]!);
    expect(readdirSync(join(run, "checkpoints"))).toEqual(["2"]);
    execFileSync("mount", ["-o", "remount,size=64m", here.runs]);
    await expectToEndAlike(run);
  } finally {
    execFileSync("umount", [here.runs]);
  }
});
