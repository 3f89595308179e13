import { describe, expect, test } from "vitest";
import { type Canary, startCanary } from "./host/canary.ts";
import { chooseHost } from "./host/choose.ts";
import { runSuites, type SuiteOptions, type SuiteRun } from "./host/run-suites.ts";

/**
 * The Mocha suites run inside VS Code's extension host, which knows nothing of Vitest. Each of their tests is repeated
 * here under its name, so that it is counted, and fails with the message that it had there.
 */
const host = await chooseHost();

await report("trusted workspace", { folder: "suite", trust: true });

// A hostile folder and the user's own settings both name a runner; nothing may be said to either before there is trust.
const canaries = [await startCanary(), await startCanary()] as const;
const runners = ({ url }: Canary) => ({ "recipeLab.runners": [{ name: "canary", url }] });
await report(
  "workspace without trust",
  {
    folder: "suite-restricted",
    trust: false,
    settings: { "security.workspace.trust.startupPrompt": "never", ...runners(canaries[0]) },
    workspaceSettings: runners(canaries[1]),
  },
  () =>
    test("nobody reached the listeners: not one connection, not one byte", () => {
      for (const { heard, close } of canaries) {
        close();
        expect(heard).toEqual({ connections: 0, bytes: 0 });
      }
    }),
);

async function report(title: string, options: SuiteOptions, also: () => void = () => {}): Promise<void> {
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
    also();
    for (const { path, state, message } of run.results)
      test(path.join(" › "), ({ skip }) => {
        if (state === "skipped") skip(message);
        if (state === "notRun") throw new Error(`never ran: the host ended with ${run.exitCode} before its turn`);
        if (state === "failed") throw new Error(message);
      });
  });
}
