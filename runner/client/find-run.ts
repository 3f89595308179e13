import type { RunnerClient } from "../../shared/client/runner-client.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";

/** The run that a person means: by its id, the id's end, or its name where only one run has it. */
export async function findRun(client: RunnerClient, reference: string): Promise<RunSummary> {
  const { runs } = await client.request("list", {});
  const exact = runs.find(({ id }) => id === reference);
  if (exact !== undefined) return exact;
  const meant = runs.filter(({ id, name }) => name === reference || (reference.length >= 4 && id.endsWith(reference)));
  if (meant.length === 1) return meant[0]!;
  const where = client.url;
  throw new UserError(
    meant.length === 0 ? "unknown-run" : "several-runs",
    meant.length === 0
      ? `There is no run ${printable(reference)} at ${where}. \`recipe-lab runs\` lists them; a run is named by its id, the end of it, or its name.`
      : `Several runs at ${where} are called ${printable(reference)}: ${meant.map(({ id }) => printable(id)).join(", ")}. Name one by its id.`,
  );
}
