// npm test: installs what is missing, checks format, lint and types, builds, and runs every test.
// Further arguments go to Vitest: npm test -- --project unit
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureInstalled, packageProgram, root, run, say } from "./lib/setup.mjs";
import { ensureSystemPackages } from "./lib/system-packages.mjs";

ensureInstalled();
ensureSystemPackages();

const failures = [];
for (const [name, program, args] of [
  ["format and lint", packageProgram("@biomejs/biome", "biome"), ["ci", "--error-on-warnings", "."]],
  ["types", packageProgram("typescript", "tsc"), ["-b"]],
]) {
  say(name);
  if ((await run(process.execPath, [program, ...args])) !== 0) failures.push(name);
}

say("tests");
const report = `${root}.build/test-report.json`;
mkdirSync(`${root}.build`, { recursive: true });
rmSync(report, { force: true });
const vitest = packageProgram("vitest", "vitest");
const code = await run(process.execPath, [
  vitest,
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);

let results;
try {
  results = JSON.parse(readFileSync(report, "utf8"));
} catch {
  console.error(`Vitest ended with ${code} and left no report.`);
  process.exit(1);
}
const tests = results.testResults.flatMap((file) => file.assertionResults);
const count = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length;
const skipped = tests.filter((test) => ["skipped", "pending", "todo", "disabled"].includes(test.status));
if (skipped.length > 0) console.error(`\nSkipped:\n${skipped.map((test) => `  ${test.fullName}`).join("\n")}`);
// A file that cannot be loaded has no tests of its own; it counts as one failure, as each failed check does.
const brokenFiles = results.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
);
for (const file of brokenFiles) console.error(`\nFailed as a whole: ${file.name}\n${file.message ?? ""}`);
let failed = count("failed") + brokenFiles.length + failures.length;
if (code !== 0 && failed === 0) {
  console.error(`Vitest ended with ${code} although no test failed: see the errors above.`);
  failed = 1;
}
for (const name of failures) console.error(`Failed: ${name}`);
console.log(`\n${count("passed")} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed > 0 || count("passed") === 0 ? 1 : 0;
