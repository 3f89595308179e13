import { describe, expect, test } from "vitest";
import { suitesOf } from "./host/bundle.ts";
import { type Canary, startCanary } from "./host/canary.ts";
import { chooseHost } from "./host/choose.ts";
import { variables } from "./host/results.ts";
import { runSuites, type SuiteOptions, type SuiteRun } from "./host/run-suites.ts";

/**
 * The Mocha suites run inside VS Code's extension host, which knows nothing of Vitest. Each of their tests is repeated
 * here under its name, so that it is counted, and fails with the message that it had there.
 */
const host = await chooseHost();

await report("trusted workspace", { folder: "suite", trust: true });

// The user's own settings name a runner, and a hostile folder another one. Nothing may be said to either before there is
// trust; the user's own hears something then, which shows that it could have heard before.
const [own, hostile] = [await startCanary(), await startCanary()];
const runners = ({ url }: Canary) => ({ "recipeLab.runners": [{ name: "canary", url }] });
await report(
  "workspace without trust",
  {
    folder: "suite-restricted",
    trust: false,
    settings: { "security.workspace.trust.startupPrompt": "never", ...runners(own) },
    workspaceSettings: { ...runners(hostile), "recipeLab.localRunsFolder": "/nowhere" },
    env: { [variables.canaries]: JSON.stringify([own, hostile].map(({ url, report }) => ({ url, report }))) },
  },
  () => {
    test("the folder's own listener was never reached: not one connection, not one byte", () => {
      for (const { close } of [own, hostile]) close();
      expect(hostile.heard).toEqual({ connections: 0, bytes: 0 });
    });
    test.skipIf(host.kind !== "server")(
      "the user's own was, after there was trust (needs a window that the launcher drives)",
      () => {
        expect(own.heard.bytes).toBeGreaterThan(0);
      },
    );
  },
);

// VS Code desktop takes its language from a language pack, which would have to be downloaded.
if (host.kind === "server") await report("in Korean", { folder: "suite-korean", trust: true, language: "ko" });

async function report(title: string, options: SuiteOptions, also: () => void = () => {}): Promise<void> {
  if (host.kind === "none") {
    describe.skip(`extension host, ${title}: ${host.name}`, () => test("suites", () => {}));
    return;
  }
  if (suitesOf(options.folder).length === 0) {
    describe.skip(`extension host, ${title}: none of its suites was asked for`, () => test("suites", () => {}));
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
