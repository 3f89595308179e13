import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs } from "../../shared/client/backoff.ts";
import { ConnectError } from "../../shared/client/connect-error.ts";
import type { RunnerClient } from "../../shared/client/runner-client.ts";
import type { Plan } from "../../shared/plan.ts";
import type { ParamsOf } from "../../shared/protocol/requests.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import type { Problem } from "../../shared/recipe/problem.ts";
import { UserError } from "../errors.ts";
import { formatProblem } from "../recipe/format-problem.ts";
import { loadRecipeFile, usableRecipe } from "../recipe/load-recipe-file.ts";
import { readRecipeText } from "../recipe/read-recipe-text.ts";
import { trainingLines } from "../terminal/run-report.ts";
import { printable, styled } from "../terminal/style.ts";
import { connectRunner } from "./connect.ts";
import type { RunnerTarget } from "./target.ts";

const attempts = 6;

export interface Submission {
  file: string;
  /** `path=value`, in order. */
  overrides: readonly string[];
  tags: readonly string[];
}

/**
 * Checks a recipe here, then on the runner against its data, and queues it. Bases are merged in here, as the runner does
 * not have them. Where the connection is lost in between, it is queued once all the same.
 */
export async function submitRecipe(
  target: RunnerTarget,
  { file, overrides, tags }: Submission,
): Promise<{ client: RunnerClient; run: RunSummary }> {
  const { warnings } = usableRecipe(file, { overrides });
  for (const warning of warnings) console.error(formatProblem(warning));
  const { merged: recipe } = loadRecipeFile(file, { overrides });
  const client = await connectRunner(target);
  try {
    const { plan, problems } = await client.request("plan", { recipe });
    showProblems(problems, warnings, file);
    if (plan !== null) console.error(trainingLines(plan as Plan));
    const params: ParamsOf<"submit"> = {
      recipe,
      source: readRecipeText(file),
      idempotencyKey: randomUUID(),
      ...(tags.length === 0 ? {} : { labels: { tags: [...tags] } }),
    };
    return await submitOnce(target, client, params);
  } catch (error) {
    client.close();
    throw error;
  }
}

type RemoteProblem = Pick<Problem, "severity" | "code" | "message" | "path">;

/** Prints what the runner found beyond what was found here; throws where it is an error. */
function showProblems(problems: readonly RemoteProblem[], shown: readonly RemoteProblem[], file: string): void {
  const key = ({ code, path }: RemoteProblem) => JSON.stringify([code, path]);
  const known = new Set(shown.map(key));
  const fresh = problems.filter((problem) => !known.has(key(problem)));
  const line = ({ severity, code, path, message }: RemoteProblem) =>
    `${printable(file)}: ${severity} ${code} ${path.length === 0 ? "" : `${printable(path.join("."))}: `}${printable(message, 1_000)}`;
  const errors = fresh.filter(({ severity }) => severity === "error");
  for (const problem of fresh.filter(({ severity }) => severity === "warning")) {
    console.error(line(problem).replace("warning", styled(process.stderr, "yellow", "warning")));
  }
  if (errors.length === 0) return;
  throw new UserError(
    "recipe-problems",
    `the recipe cannot be trained on this runner:${errors.map((problem) => `\n  ${line(problem)}`).join("")}`,
    { exitCode: 1 },
  );
}

/** The same key with every attempt: the runner takes it for one submit. */
async function submitOnce(target: RunnerTarget, client: RunnerClient, params: ParamsOf<"submit">) {
  let current = client;
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (attempt > 0) current = await connectRunner(target);
      const { run } = await current.request("submit", params);
      return { client: current, run };
    } catch (error) {
      current.close();
      if (!(error instanceof ConnectError) || !error.retry || attempt === attempts) throw error;
      await sleep(backoffMs(attempt));
    }
  }
}
