import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recipeLab } from "../../support/recipe-lab.ts";
import { events, hashes, type SmallRun, smallRun, stepsPerEpoch, trained } from "../../support/small-run.ts";

/**
 * Rows 1, 2, 4 and 5 of what must not break a run, call by call: everything that a checkpoint asks of the operating system,
 * the removal of the one before included, ends once in a kill and once in an error of the disk.
 */
const strace = spawnSync("strace", ["-f", "-qq", "-o", "/dev/null", "true"]).status === 0;
const needsStrace = strace ? "" : " (skipped: no strace that may trace)";

/** One epoch with a checkpoint at steps 2, 4 and 5, and only the last one kept. */
const settings = ["training.epochs=1", "training.checkpoint.everySteps=2", "training.checkpoint.keep=1"];
const short = settings.flatMap((setting) => ["--set", setting]);

/** Calls that change something: a kill in one of the others leaves the disk as a kill in the next of these does. */
const changing = ["mkdir", "openat", "write", "fsync", "rename", "unlink", "rmdir"];

let place: SmallRun;
let atStep2: string;
let expected: Record<string, string>;
let calls: [name: string, nth: number][] = [];
/** The same calls in order, with the files' names: "fsync checkpoints/2". */
const order: string[] = [];

beforeAll(async () => {
  place = await smallRun();
  expected = hashes(await trained(place, ...short), stepsPerEpoch);
  atStep2 = await trained({ ...place, runs: join(place.folder, "begun") }, ...short, "--max-steps", "2");
  if (strace) calls = await callsOfACheckpoint();
});
afterAll(() => place.remove());

let copies = 0;
function copyOfRun(): string {
  copies += 1;
  const run = join(place.folder, `copy-${copies}`);
  cpSync(atStep2, run, { recursive: true });
  return run;
}

/** Resumes a run that is at step 2 up to the checkpoint of step 4, with `options` for strace about its files. */
function traced(run: string, ...options: string[]) {
  const files = ["", "/weights.safetensors", "/momentum.safetensors", "/manifest.json"];
  const folders = [".writing-4", ".deleting-2"].flatMap((name) => files.map((file) => `checkpoints/${name}${file}`));
  const paths = ["journal.ndjson", "lease.json", "checkpoints", "checkpoints/2", "checkpoints/4", ...folders];
  const wrapper = [
    // With one thread for the file system, the n-th call of a kind is the same one each time.
    ...["env", "UV_THREADPOOL_SIZE=1", "strace", "-f", "-qq"],
    ...paths.flatMap((path) => ["-P", join(run, path)]),
    ...options,
  ];
  return recipeLab(["run", "--resume", run, "--max-steps", "2"], { wrapper });
}

/** Every call of the checkpoint of step 4, as strace counts them: by name, in each thread. */
async function callsOfACheckpoint(): Promise<typeof calls> {
  const record = join(place.folder, "calls");
  const run = copyOfRun();
  const { code } = await traced(run, "-y", "-e", `trace=${changing.join()}`, "-o", record);
  expect(code).toBe(0);
  const counts = new Map<string, number>();
  const found = new Map<string, [string, number]>();
  for (const line of readFileSync(record, "utf8").split("\n")) {
    const [, thread, name, rest] = /^(\d+) +(\w+)\((.*)/.exec(line) ?? [];
    if (name === undefined) continue;
    order.push(`${name} ${rest!.split(`${run}/`)[1]?.split(/[>"]/)[0]}`);
    const nth = (counts.get(`${thread} ${name}`) ?? 0) + 1;
    counts.set(`${thread} ${name}`, nth);
    found.set(`${name} ${nth}`, [name, nth]); // a number that two threads reach strikes the first of them
  }
  return [...found.values()];
}

/** Two at a time: a run under strace leaves the second core idle. */
async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

async function expectToEndAlike(run: string, name: string): Promise<void> {
  const { code, stderr } = await recipeLab(["run", "--resume", run]);
  expect([name, code, stderr]).toEqual([name, 0, expect.not.stringContaining("error")]);
  expect([name, hashes(run, stepsPerEpoch)]).toEqual([name, expected]);
  const journal = events(run);
  expect([name, journal.map(({ sequence }) => sequence)]).toEqual([name, journal.map((_, index) => index + 1)]);
  rmSync(run, { recursive: true });
}

describe.skipIf(!strace)(`every system call with which a checkpoint changes the disk${needsStrace}`, () => {
  test("is found", () => {
    for (const name of changing) expect(calls.map(([call]) => call)).toContain(name);
    expect(calls.length).toBeGreaterThan(20);
  });

  test("what a checkpoint consists of is on the disk before it has its name, and its name before anybody is told", () => {
    const files = ["weights.safetensors", "momentum.safetensors", "manifest.json"];
    const written = files.flatMap((file) => ["write", "fsync"].map((call) => `${call} checkpoints/.writing-4/${file}`));
    const named = ["fsync checkpoints/.writing-4", "rename checkpoints/.writing-4", "fsync checkpoints"];
    // Only now may the one before go, and the journal say that there is another.
    const told = ["rename checkpoints/2", "write journal.ndjson", "fsync journal.ndjson"];
    let from = 0;
    for (const call of [...written, ...named, ...told]) {
      const at = order.indexOf(call, from);
      expect([call, at >= 0]).toEqual([call, true]);
      if (call.startsWith("fsync checkpoints/.writing-4/")) {
        expect(order.slice(at + 1)).not.toContain(call.replace("fsync", "write"));
      }
      from = at;
    }
  });

  test("killed in it, the run goes on and ends the same, bit for bit", { timeout: 900_000 }, async () => {
    let killed = 0;
    await forEach(calls, async ([call, nth]) => {
      const run = copyOfRun();
      const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:signal=KILL:when=${nth}`, "-o", "/dev/null"];
      const { code } = await traced(run, ...inject);
      if (code !== 0) killed += 1;
      await expectToEndAlike(run, `${call} ${nth}`);
    });
    expect(killed).toBeGreaterThan(calls.length * 0.9);
  });

  test("ENOSPC or EIO in it, in turn: the run says so, can go on and ends the same", { timeout: 900_000 }, async () => {
    const cases = calls.map(([call, nth], index) => [call, nth, index % 2 === 0 ? "ENOSPC" : "EIO"] as const);
    const unsaid: string[] = [];
    await forEach(cases, async ([call, nth, error]) => {
      const run = copyOfRun();
      const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:error=${error}:when=${nth}`, "-o", "/dev/null"];
      const { code, stderr } = await traced(run, ...inject);
      const name = `${call} ${nth} ${error}`;
      if (code !== 0 && !/^error (storage|\S+-unreadable): /m.test(stderr)) unsaid.push(`${name}: ${stderr}`);
      await expectToEndAlike(run, name);
    });
    expect(unsaid).toEqual([]);
  });
});
