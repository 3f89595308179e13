import { afterAll, afterEach, beforeAll } from "vitest";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "./workbench.ts";

/**
 * One workbench for the tests of a `describe`, which are the steps of a walk. Where a step fails, a picture of the window
 * stays in .build/screenshots/, named like the step.
 */
export function useWorkbench(options?: WorkbenchOptions | (() => WorkbenchOptions)): () => Workbench {
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    workbench = await openWorkbench(typeof options === "function" ? options() : options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail" || workbench === undefined) return;
    const picture = await workbench.screenshot(`failed ${task.name}`).catch((error: unknown) => `none: ${error}`);
    console.error(`The window when "${task.name}" failed: ${picture}`);
  });
  afterAll(() => workbench?.close());
  return () => {
    if (workbench === undefined) throw new Error("the workbench is open only while tests run");
    return workbench;
  };
}
