import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { runSuites, type SuiteRun } from "./host/run-suites.ts";

/**
 * The Mocha suites run inside VS Code's extension host, which knows nothing of Vitest. Each of their tests is repeated
 * here under its name, so that it is counted, and fails with the message that it had there.
 */
const host = await chooseHost();

await report("trusted workspace", { folder: "suite", trust: true });

async function report(title: string, options: Parameters<typeof runSuites>[1]): Promise<void> {
  if (host.kind === "none") {
    describe.skip(`extension host, ${title}: ${host.name}`, () => test("suites", () => {}));
    return;
  }
  const run: SuiteRun = await runSuites(host, options);
  describe(`extension host of ${host.name}, ${title}`, () => {
    test("came to its end", () => {
      expect(run.results.length).toBeGreaterThan(0);
      const failed = run.results.some(({ state }) => state === "failed");
      expect(run.exitCode).toBe(failed ? 1 : 0);
    });
    for (const { path, state, message } of run.results)
      test(path.join(" › "), ({ skip }) => {
        if (state === "skipped") skip(message);
        if (state === "notRun") throw new Error(`never ran: the host ended with ${run.exitCode} before its turn`);
        if (state === "failed") throw new Error(message);
      });
  });
}
