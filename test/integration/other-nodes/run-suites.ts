import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentOf } from "./nodes.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface Outcome {
  /** File and name of each test that passed. */
  passed: string[];
  /** File, name and messages of each that failed, and what else went wrong. */
  failures: string[];
}

/** Vitest's own report, as far as it is read. */
interface Report {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

/** Runs the suites with Node `program` to their end. */
export async function runSuites(program: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "recipe-lab-other-node-"));
  try {
    const report = join(folder, "report.json");
    const config = "test/integration/other-nodes/vitest.config.ts";
    const vitest = ["node_modules/vitest/vitest.mjs", "run", "--root", root, "--config", config];
    const { code, output } = await execute(program, [...vitest, "--reporter=json", `--outputFile=${report}`]);
    const outcome = read(report);
    if (code !== 0 && outcome.failures.length === 0)
      outcome.failures.push(`Vitest ended with ${code}:\n${output.slice(-4000)}`);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function execute(program: string, args: string[]): Promise<{ code: unknown; output: string }> {
  const options = { cwd: root, env: environmentOf(program), timeout: 290_000, maxBuffer: 64 * 1024 ** 2 };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), output: `${stdout}${stderr}` });
    });
  });
}

function read(path: string): Outcome {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { passed: [], failures: [] };
  }
  const passed: string[] = [];
  const failures: string[] = [];
  for (const { name, status, message, assertionResults } of report.testResults) {
    const file = relative(root, name);
    if (status === "failed" && assertionResults.every((test) => test.status !== "failed"))
      failures.unshift(`${file} as a whole\n${message}`);
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === "passed") passed.push(`${file} > ${fullName}`);
      if (status === "failed") failures.push(`${file} > ${fullName}\n${failureMessages.map(ownLines).join("\n")}`);
    }
  }
  return { passed, failures };
}

/** An error's message and where in our files it arose. */
function ownLines(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => !/^ +at .*(node_modules|node:internal)/.test(line))
    .join("\n");
}
