import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { type TestResult, variables } from "../host/results.ts";

/** Sees the extension before anything has activated it. */
const first = "activation.test.cjs";

/**
 * What VS Code calls in the extension host, as the file given by --extensionTestsPath. Runs every suite beside it and
 * writes the results after each test, so that a host that crashes or hangs still says how far it came.
 */
export async function run(): Promise<void> {
  const file = process.env[variables.results];
  if (file === undefined) throw new Error(`expected ${variables.results} to name a file`);
  process.setSourceMapsEnabled(true); // failures point into the sources
  const mocha = new Mocha({ ui: "bdd", timeout: 120_000, color: false, reporter: class {} as never });
  const files = readdirSync(__dirname)
    .filter((name) => name.endsWith(".test.cjs"))
    .sort();
  files.sort((a, b) => Number(b === first) - Number(a === first));
  for (const name of files) mocha.addFile(join(__dirname, name));
  await mocha.loadFilesAsync();

  const results = new Map<Mocha.Test, TestResult>();
  const save = (): void => writeFileSync(file, JSON.stringify([...results.values()], null, 1));
  mocha.suite.eachTest((test) => {
    results.set(test, { path: test.titlePath(), state: "notRun", durationMs: 0, message: "" });
  });
  save();
  const record = (test: Mocha.Test, state: TestResult["state"], message = ""): void => {
    results.set(test, { path: test.titlePath(), state, durationMs: test.duration ?? 0, message });
    save();
  };
  const failures = await new Promise<number>((resolve) => {
    // A hook that fails arrives here too, under its own title; the tests behind it never run.
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => record(test, "passed"));
    runner.on("fail", (test, error) => record(test, "failed", String(error.stack ?? error)));
    runner.on("pending", (test) => record(test, "skipped", "skipped by the suite"));
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
