import { createHash } from "node:crypto";
import type { MessagePort } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import { createEngine } from "../../engine/index.ts";
import type { BatchStatistics } from "../../models/training-forward.ts";
import { evaluateBatch } from "../evaluate-batch.ts";
import { createTrainer, loadState, readState, type TrainingState } from "../learner.ts";
import type { Gradients } from "../optimizer.ts";
import { countWithin, scoreLogits } from "../scores.ts";
import { applyGradients, type Batch, computeGradients, disposeGradients, type Trainer } from "../train-step.ts";
import { Barrier, BarrierBrokenError } from "./barrier.ts";
import { Exchange } from "./exchange.ts";
import { exchangeLayout, type Layout } from "./layout.ts";
import { type Answers, type ReplicaSetup, type Reply, type Request, recordError } from "./protocol.ts";

/** A replica's life: makes its own engine and model, then answers one request after the other. */
export async function serveReplica(port: MessagePort, setup: ReplicaSetup): Promise<void> {
  const reply = (message: Reply) => port.postMessage(message);
  const barrier = new Barrier(setup.barrier, setup.exchange.replicas);
  const fail = (error: unknown) => {
    // Whoever broke the barrier has said why.
    if (error instanceof BarrierBrokenError) return;
    barrier.break();
    reply({ type: "failed", error: recordError(error) });
  };
  try {
    const { engine } = await createEngine(setup.backend, setup.engineOptions);
    const trainer = createTrainer(setup, engine);
    const replica = new Replica(trainer, barrier, setup);
    port.on("message", (request: Request) => {
      replica.answer(request).then((value) => reply({ type: "answer", value }), fail);
    });
    reply({ type: "ready", versions: engine.versions });
  } catch (error) {
    fail(error);
  }
}

class Replica {
  readonly #index: number;
  readonly #trainer: Trainer;
  readonly #barrier: Barrier;
  readonly #exchange: Exchange;
  readonly #layout: Layout;

  constructor(trainer: Trainer, barrier: Barrier, { replica, exchange }: ReplicaSetup) {
    this.#index = replica;
    this.#trainer = trainer;
    this.#barrier = barrier;
    this.#exchange = new Exchange(exchange);
    this.#layout = exchangeLayout(trainer.model.network);
  }

  async answer(request: Request): Promise<Answers[keyof Answers]> {
    switch (request.type) {
      case "load":
        loadState(this.#trainer, request, request.file);
        return null;
      case "step":
        return this.#step(request);
      case "score":
        return evaluateBatch(this.#trainer.model, request.batch);
      case "state": {
        const state = await readState(this.#trainer);
        return { digest: digestOf(state), state: request.whole ? state : null };
      }
    }
  }

  /** Its share of a step. What all of them have summed is the same for all, and so is what they make of it. */
  #step({ batch, shares, learningRate }: Extract<Request, { type: "step" }>): Answers["step"] {
    const waitedBefore = this.#barrier.waitedMs;
    if (batch !== null) this.#writeGradients(batch);
    this.#barrier.wait();
    this.#exchange.sumSlice(this.#index, shares);
    this.#barrier.wait();
    const { loss, gradientNorm } = this.#exchange.figures(shares);
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) this.#applySum(learningRate);
    return { waitedMs: this.#barrier.waitedMs - waitedBefore };
  }

  #writeGradients(batch: Batch): void {
    const computed = computeGradients(this.#trainer.model, batch);
    try {
      const vector = this.#exchange.vector(this.#index);
      for (const { name, offset } of this.#layout.gradients) {
        vector.set(computed.gradients.get(name)!.dataSync(), offset);
      }
      const statistics = new Map(computed.statistics.map((one) => [one.name, one]));
      for (const { name, offset, length } of this.#layout.statistics) {
        const { mean, variance, count } = statistics.get(name)!;
        vector.set(mean.dataSync(), offset);
        vector.set(
          variance.dataSync().map((value) => value / (1 - 1 / count)),
          offset + length,
        );
      }
      const logits = computed.logits.dataSync<"float32">();
      const { ranks } = scoreLogits(logits, batch.labels, computed.logits.shape[1]);
      this.#exchange.writeFigures(this.#index, {
        loss: computed.loss.dataSync()[0]!,
        top1: countWithin(ranks, 1) / batch.labels.length,
        top5: countWithin(ranks, 5) / batch.labels.length,
      });
    } finally {
      disposeGradients(computed);
    }
  }

  #applySum(learningRate: number): void {
    const { sum } = this.#exchange;
    const { parameters } = this.#trainer.model;
    tf.tidy(() => {
      const gradients: Gradients = new Map(
        this.#layout.gradients.map(({ name, offset, length }, index) => {
          const { shape } = parameters[index]!.variable;
          return [name, tf.tensor(sum.subarray(offset, offset + length), shape)];
        }),
      );
      const statistics = this.#layout.statistics.map(
        ({ name, offset, length }): BatchStatistics => ({
          name,
          mean: tf.tensor1d(sum.subarray(offset, offset + length)),
          variance: tf.tensor1d(sum.subarray(offset + length, offset + 2 * length)),
          count: Number.POSITIVE_INFINITY,
        }),
      );
      applyGradients(this.#trainer, { gradients, statistics }, { learningRate });
    });
  }
}

function digestOf({ weights, momentum }: TrainingState): string {
  const hash = createHash("sha256");
  for (const { data } of [...weights.values(), ...momentum.values()]) hash.update(data);
  return hash.digest("hex");
}
