import { printable } from "../terminal/style.ts";
import { withRunner } from "./command-options.ts";
import { findRun } from "./find-run.ts";
import type { RunnerOptions } from "./target.ts";

/** What `pause`, `resume` and `stop` have in common: one request about one run; its id on stdout, its state in words. */
export async function changeRun(
  request: "pause" | "resume" | "stop",
  reference: string,
  options: RunnerOptions & { json?: true },
): Promise<void> {
  const { run } = await withRunner(options, async (client) => {
    const { id } = await findRun(client, reference);
    return client.request(request, { run: id });
  });
  console.error(`${printable(run.name)} is ${run.state}${run.reason === null ? "" : ` (${printable(run.reason)})`}`);
  console.log(options.json ? JSON.stringify(run, null, 2) : run.id);
}
