import type { Command } from "commander";
import type { RunnerClient } from "../../shared/client/runner-client.ts";
import type { RunnerOptions } from "./target.ts";

/** The options by which every client command finds its runner. */
export function addRunnerOptions(command: Command): Command {
  return command
    .option(
      "--runner <url|name>",
      "http(s)://HOST:PORT, or a name in runners.json (default: the runner on this machine)",
    )
    .option("--token-file <file>", "file that holds the runner's token (or set RECIPE_LAB_TOKEN)")
    .option("--ca <file>", "certificate that vouches for the runner's (PEM)")
    .option("--pin <sha256>", "fingerprint of the runner's certificate, in place of --ca")
    .option("--insecure", "send the token unencrypted to another machine");
}

/** Connects to the runner that the options name. */
export async function openRunner(options: RunnerOptions): Promise<RunnerClient> {
  const { runnerTarget } = await import("./target.ts");
  const { connectRunner } = await import("./connect.ts");
  return connectRunner(runnerTarget(options));
}

/** Connects, does one thing, and closes the connection. */
export async function withRunner<T>(options: RunnerOptions, work: (client: RunnerClient) => Promise<T>): Promise<T> {
  const client = await openRunner(options);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
