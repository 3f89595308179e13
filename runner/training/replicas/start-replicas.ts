import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Worker } from "node:worker_threads";
import { buildNetwork } from "../../../shared/models/index.ts";
import type { Plan } from "../../../shared/plan.ts";
import { builtFile } from "../../built-file.ts";
import type { Engine } from "../../engine/engine.ts";
import { UserError } from "../../errors.ts";
import { threads } from "../../threads/started.ts";
import type { Learner } from "../learner.ts";
import type { Scores } from "../scores.ts";
import { type Batch, DivergedError } from "../train-step.ts";
import { Barrier } from "./barrier.ts";
import { Exchange } from "./exchange.ts";
import { exchangeLayout } from "./layout.ts";
import type { Answers, ErrorRecord, ReplicaSetup, Reply, Request } from "./protocol.ts";
import { type Share, sharesOf } from "./shares.ts";

/**
 * Synchronous data parallelism on one machine: every replica is a thread with an engine and a model of its own. A batch is
 * divided among them; their gradients, weighted by the shares, add up to the gradient of the mean loss over the batch; and
 * each makes the same update, so that all weights stay the same, bit for bit. Batch norm sees a replica's share, as in the
 * paper; the running statistics take the mean of what the replicas saw.
 *
 * A replica that fails or dies fails every request from then on.
 */
export interface Replicas extends Learner {
  /** Mean over the replicas of the time that they have waited for each other in steps, since the start. */
  readonly waitedMs: number;
}

export interface ReplicaOptions {
  plan: Pick<Plan, "recipe" | "data">;
  /** An engine of this thread, as a model of those that the replicas make. */
  engine: Engine;
  replicas: number;
  /** Another entry of the threads than the built one. */
  workerUrl?: URL;
}

/** Starts the threads. Throws what a thread throws at its start. */
export async function startReplicas(options: ReplicaOptions): Promise<Replicas> {
  const { plan, engine, replicas: count } = options;
  const classes = plan.data.classes.length;
  const { length, gradientLength } = exchangeLayout(buildNetwork(plan.recipe.model, { classes }));
  const memory = Exchange.memory({ replicas: count, length, gradientLength });
  const barrierMemory = Barrier.memory();
  const exchange = new Exchange(memory);
  const barrier = new Barrier(barrierMemory, count);
  const url = options.workerUrl ?? pathToFileURL(builtFile("replica-worker.mjs"));
  let waitedMs = 0;

  let failure: Error | undefined;
  /** For each replica, whoever waits for its next reply. */
  const waiting = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>();
  const fail = (error: Error) => {
    failure ??= error;
    barrier.break();
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };

  const workers = Array.from({ length: count }, (_, replica) => {
    const setup: ReplicaSetup = {
      replica,
      backend: engine.backend,
      engineOptions: engine.options,
      recipe: plan.recipe,
      classes,
      exchange: memory,
      barrier: barrierMemory,
    };
    threads.haveStarted = true;
    const worker = new Worker(url, { workerData: setup });
    const name = `Training thread ${replica + 1} of ${count}`;
    worker.on("message", (reply: Reply) => {
      if (reply.type === "failed") return fail(errorFrom(reply.error, name));
      const waiter = waiting.get(replica);
      waiting.delete(replica);
      waiter?.resolve(reply);
    });
    worker.on("error", (error) => fail(crashed(name, error.message, error)));
    worker.on("exit", (code) => fail(crashed(name, `it ended with exit code ${code}`)));
    return worker;
  });

  function nextReply(replica: number): Promise<Reply> {
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise((resolve, reject) => waiting.set(replica, { resolve, reject }));
  }

  async function ask<Type extends Request["type"]>(
    replica: number,
    request: Extract<Request, { type: Type }>,
  ): Promise<Answers[Type]> {
    const next = nextReply(replica);
    workers[replica]!.postMessage(request);
    const reply = await next;
    if (reply.type !== "answer") throw new Error(`replica ${replica} answered with "${reply.type}"`);
    return reply.value as Answers[Type];
  }

  const askAll = <Type extends Request["type"]>(
    request: (replica: number) => Extract<Request, { type: Type }>,
  ): Promise<Answers[Type][]> => Promise.all(workers.map((_, replica) => ask<Type>(replica, request(replica))));

  async function close(): Promise<void> {
    for (const worker of workers) worker.removeAllListeners("exit");
    fail(new Error("the training threads were ended"));
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  try {
    for (const reply of await Promise.all(workers.map((_, replica) => nextReply(replica)))) {
      if (reply.type !== "ready" || !isDeepStrictEqual(reply.versions, engine.versions)) {
        throw new Error(`a training thread is not like its engine: ${JSON.stringify([reply, engine.versions])}`);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    async step(batch, { learningRate }) {
      const shares = sharesOf(batch.labels.length, count);
      const answers = await askAll<"step">((replica) => {
        const share = shares[replica]!;
        return { type: "step", batch: share.weight === 0 ? null : batchRows(batch, share), shares, learningRate };
      });
      waitedMs += answers.reduce((sum, answer) => sum + answer.waitedMs, 0) / count;
      const figures = exchange.figures(shares);
      if (!Number.isFinite(figures.loss) || !Number.isFinite(figures.gradientNorm)) throw new DivergedError(figures);
      return figures;
    },

    async score(batch) {
      const shares = sharesOf(batch.labels.length, count);
      const parts = await Promise.all(
        shares.flatMap((share, replica) =>
          share.weight === 0 ? [] : [ask<"score">(replica, { type: "score", batch: scoredRows(batch, share) })],
        ),
      );
      return joinScores(parts);
    },

    async state() {
      const answers = await askAll<"state">((replica) => ({ type: "state", whole: replica === 0 }));
      if (answers.some(({ digest }) => digest !== answers[0]!.digest)) {
        throw new Error(`the ${count} training threads hold different weights: ${answers.map((one) => one.digest)}`);
      }
      return answers[0]!.state!;
    },

    async load(state, file) {
      await askAll<"load">(() => ({ type: "load", ...state, file }));
    },

    close,

    get waitedMs() {
      return waitedMs;
    },
  };
}

type ScoredBatch = Pick<Batch, "images" | "imageSize" | "labels">;

function scoredRows({ images, imageSize, labels }: ScoredBatch, share: Share): ScoredBatch {
  const imageValues = imageSize * imageSize * 3;
  return {
    images: rows(images, imageValues, share),
    imageSize,
    labels: labels.slice(share.start, share.end),
  };
}

function batchRows(batch: Batch, share: Share): Batch {
  const classes = batch.targets.length / batch.labels.length;
  return { ...scoredRows(batch, share), targets: rows(batch.targets, classes, share) };
}

/** A view where the rows are in shared memory. Otherwise a copy: a message would take the whole buffer along. */
function rows(values: Float32Array, width: number, { start, end }: Share): Float32Array {
  const isShared = values.buffer instanceof SharedArrayBuffer;
  return isShared ? values.subarray(start * width, end * width) : values.slice(start * width, end * width);
}

function joinScores(parts: readonly Scores[]): Scores {
  return {
    predictions: Int32Array.from(parts.flatMap(({ predictions }) => [...predictions])),
    confidences: Float64Array.from(parts.flatMap(({ confidences }) => [...confidences])),
    ranks: Int32Array.from(parts.flatMap(({ ranks }) => [...ranks])),
    losses: Float64Array.from(parts.flatMap(({ losses }) => [...losses])),
  };
}

function errorFrom({ message, stack, user }: ErrorRecord, thread: string): Error {
  if (user !== null) return new UserError(user.code, message, { exitCode: user.exitCode });
  const error = new Error(`${thread}: ${message}`);
  error.stack = `${thread}: ${stack}`;
  return error;
}

function crashed(thread: string, how: string, cause?: Error): UserError {
  return new UserError(
    "training-thread-crashed",
    `${thread} crashed: ${how}. The last checkpoint is kept: go on from it with --resume, with a smaller training.batchSize in a new run where memory ran out.`,
    { exitCode: 1, cause },
  );
}
