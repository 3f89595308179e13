import * as vscode from "vscode";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { RunnerConnections } from "../runners/connections.ts";

/** The standing connection to a runner. Throws an error for people where there is none now. */
export function linkTo(runners: RunnerConnections, runner: string): RunnerLink {
  const link = runners.link(runner);
  if (link !== null) return link;
  const known = runners.all.find(({ id }) => id === runner);
  const name = known?.name ?? runner;
  throw new Error(
    known?.message
      ? vscode.l10n.t("{0} cannot be reached: {1}", name, known.message)
      : vscode.l10n.t("There is no connection to {0}. The view Runners shows why.", name),
  );
}
