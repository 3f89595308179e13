import packageJson from "../../package.json" with { type: "json" };
import { RunnerClient } from "../../shared/client/runner-client.ts";
import type { Topic } from "../../shared/protocol/requests.ts";
import { dial } from "./dial.ts";
import { messageSocket } from "./node-socket.ts";
import type { RunnerTarget } from "./target.ts";

export interface ConnectOptions {
  topics?: readonly Topic[];
  heartbeatMs?: number;
  signal?: AbortSignal | undefined;
}

/** Connects and agrees on the version. Rejects with a ConnectError, or a RefusedError where the versions differ. */
export async function connectRunner(target: RunnerTarget, options: ConnectOptions = {}): Promise<RunnerClient> {
  const { topics = [], heartbeatMs = 15_000, signal } = options;
  const socket = await dial(target, signal);
  return RunnerClient.open(messageSocket(socket, heartbeatMs), {
    url: target.address.url,
    client: `recipe-lab ${packageJson.version}`,
    topics,
  });
}
