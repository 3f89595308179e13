import { openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EpochSummary } from "../../../shared/replay.ts";
import { recipeLab, start } from "../../support/recipe-lab.ts";
import { referenceRun } from "../../support/reference-run.ts";
import { events, hashes, runArguments, totalSteps, trained, untilStep } from "../../support/small-run.ts";

const reference = referenceRun();
const { fresh } = reference;

/** The table of epochs that `run --json` prints, without what depends on the clock. */
async function epochsOf(run: string, env: NodeJS.ProcessEnv = process.env) {
  const { code, stdout, stderr } = await recipeLab(["run", "--resume", run, "--json"], { env });
  expect(stderr).not.toContain("error");
  expect(code).toBe(0);
  const { epochs } = JSON.parse(stdout) as { epochs: EpochSummary[] };
  return epochs.map(({ seconds: _, dataWait: __, ...rest }) => rest);
}

/**
 * Puts a million records at the front of a journal: a process that was interrupted after its last checkpoint at step 0 had
 * trained so many steps.
 */
function lengthen(journal: string): void {
  const lines = readFileSync(journal, "utf8").split("\n").slice(0, -1);
  const file = openSync(journal, "w");
  let text = "";
  let sequence = 0;
  const put = (record: string) => {
    sequence += 1;
    text += `${record.replace(/"sequence":\d+/, `"sequence":${sequence}`)}\n`;
    if (text.length > 1 << 20) text = text.slice(writeSync(file, text));
  };
  put(lines[0]!);
  const record = (step: number, values: string) =>
    `{"sequence":0,"time":1000,"type":"metrics","step":${step},"epoch":${Math.floor(step / 1000)},"values":{${values}}}`;
  for (let step = 1; step <= 1_000_000; step++) {
    put(record(step, `"train/loss":${step},"train/top1":1,"batchSize":8`));
    if (step % 1000 === 0) put(record(step, `"validation/loss":0,"validation/top1":1,"validation/top5":1`));
  }
  for (const line of lines) put(line);
  writeSync(file, text);
}

test("a run with a journal of a million records goes on in little memory, and ends as it would have", async () => {
  const run = await trained(fresh("long"), "--max-steps", "7");
  expect(events(run)[0]).toMatchObject({ type: "environment", resumedFromStep: 0 });
  const short = events(run).length;
  lengthen(join(run, "journal.ndjson"));
  // As objects the records would take over a gigabyte.
  const epochs = await epochsOf(run, { ...process.env, NODE_OPTIONS: "--max-old-space-size=200" });
  expect(epochs).toEqual(await epochsOf(reference.run));
  expect(hashes(run)).toEqual(reference.hashes);
  const all = events(run);
  expect(all.length).toBeGreaterThan(1_001_000 + short);
  expect(all.every((event, index) => event.sequence === index + 1)).toBe(true);
});

test.skipIf(process.platform === "win32")("an owner that sleeps while it is replaced writes nothing more", async () => {
  const here = fresh("asleep");
  const first = start(runArguments(here));
  const run = await untilStep(here.runs, 2, first);
  first.child.kill("SIGSTOP");
  // What a person does who takes its machine to be gone.
  for (const name of readdirSync(run).filter((name) => name.startsWith("lease."))) rmSync(join(run, name));
  expect((await recipeLab(["run", "--resume", run])).code).toBe(0);
  const journal = readFileSync(join(run, "journal.ndjson"), "utf8");
  first.child.kill("SIGCONT");
  const { code, stderr } = await first.result;
  expect(stderr).toMatch(/lease-lost: This process may no longer write .* has taken it over/);
  expect(code).toBe(1);
  expect(readFileSync(join(run, "journal.ndjson"), "utf8")).toBe(journal);
  expect(hashes(run, totalSteps)).toEqual(reference.hashes);
});
