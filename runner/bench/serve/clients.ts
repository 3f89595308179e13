import type { ClientAnswer, ClientCommand, Connected, Delivered } from "./client-commands.ts";
import { Subscriber } from "./subscriber.ts";

/**
 * The process that plays the clients of `bench serve`, built to dist/bench-serve-clients.mjs. A process of its own, so
 * that a thousand clients do not take the server's time; with nothing of our client in it, so that its work is small.
 */
let subscribers: Subscriber[] = [];
let latencies: number[] = [];
let wrong = 0;

const onRecord = (latencyMs: number, inOrder: boolean) => {
  latencies.push(latencyMs);
  if (!inOrder) wrong += 1;
};

async function all(attempts: readonly Promise<void>[]): Promise<Connected> {
  const began = performance.now();
  const results = await Promise.allSettled(attempts);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
  return { seconds: (performance.now() - began) / 1000, failed: failures.length, reason: failures[0] ?? null };
}

function collect(): Delivered {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
  const delivered = { records: sorted.length, wrong, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
  latencies = [];
  wrong = 0;
  return delivered;
}

async function answer(command: ClientCommand): Promise<ClientAnswer> {
  switch (command.do) {
    case "connect": {
      const { count, ...target } = command;
      subscribers = Array.from({ length: count }, () => new Subscriber(target, onRecord));
      return all(subscribers.map((subscriber) => subscriber.connect()));
    }
    case "storm": {
      for (const subscriber of subscribers) subscriber.cut();
      return all(subscribers.map((subscriber) => subscriber.connect().then(() => subscriber.nextRecord())));
    }
    case "collect":
      return collect();
    case "stall":
      for (const subscriber of subscribers) subscriber.stall();
      return { done: true };
    case "close":
      for (const subscriber of subscribers) subscriber.cut();
      subscribers = [];
      return { done: true };
  }
}

process.on("message", (command: ClientCommand) => {
  void answer(command).then((result) => process.send!(result));
});
// The bench is gone: so are its clients.
process.on("disconnect", () => process.exit());
