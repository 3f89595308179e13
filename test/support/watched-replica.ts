import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { BroadcastChannel, parentPort, workerData } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import type { ReplicaSetup, Request } from "../../runner/training/replicas/protocol.ts";
import { serveReplica } from "../../runner/training/replicas/replica.ts";

/**
 * The training thread with a hook before each step. The environment says what it does there: `exit` and `throw` end
 * the second replica in its second step, `memory` tells the channel "replica-memory" what the thread holds. Tests bundle
 * it and pass its URL to `startReplicas`; the product has no such hook.
 */
if (!parentPort) throw new Error("watched-replica is a worker thread");
const mode = process.env.WATCHED_REPLICA;
const setup = workerData as ReplicaSetup;
const channel = new BroadcastChannel("replica-memory");
channel.unref();
setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
let steps = 0;

parentPort.on("message", ({ type }: Request) => {
  if (type !== "step") return;
  steps += 1;
  if (mode === "memory" && steps % 50 === 0) {
    gc();
    gc(); // waits for what the first one frees in the background
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const { numTensors, numBytes } = tf.memory();
    channel.postMessage({ replica: setup.replica, steps, numTensors, numBytes, javascript: heapUsed + arrayBuffers });
  }
  if (setup.replica !== 1 || steps !== 2) return;
  if (mode === "exit") process.exit(3);
  if (mode === "throw") throw new TypeError("a defect");
});
await serveReplica(parentPort, setup);
