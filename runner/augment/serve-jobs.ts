import type { MessagePort } from "node:worker_threads";
import type { ImageSource } from "../data/dataset.ts";
import type { DecodeOptions } from "../data/decode.ts";
import type { ImagePart, PartRequest } from "../data/decode-part.ts";
import { BrokenImageError } from "../data/decoded-image.ts";
import { openGate } from "../threads/native-gate.ts";
import { leave, type ThreadSetup } from "../threads/thread.ts";
import { compileFusedPipeline, type PreparedImage } from "./fused/pipeline.ts";
import type { Size } from "./operation.ts";
import { openWitness } from "./witness.ts";
import {
  claimTask,
  type Job,
  reportTask,
  settleTask,
  type Task,
  taskDone,
  type WorkerMessage,
  type WorkerSetup,
} from "./worker-protocol.ts";

export type Decode = (source: ImageSource, options: DecodeOptions, request: PartRequest) => Promise<ImagePart>;

/**
 * A worker's life: takes jobs in the order in which they come and works on those images that no other worker has
 * claimed, until it is asked to leave. An image that cannot be used is reported and the worker goes on; any other error is
 * a defect, ends the worker and reaches the main thread as its `error` event.
 */
export function serveJobs(port: MessagePort, setup: WorkerSetup & ThreadSetup, decode: Decode): void {
  const pipeline = compileFusedPipeline(setup.ops, setup);
  const imageValues = setup.size * setup.size * 3;
  const post = (message: WorkerMessage) => port.postMessage(message);
  const noteImage = setup.witness === undefined ? () => {} : openWitness(`${setup.witness}.${setup.tag}`);
  let previous = Promise.resolve();

  port.on("message", (message: Job | typeof leave) => {
    if (message === leave) port.close();
    else previous = previous.then(() => work(message));
  });
  openGate(setup.gate);

  async function work(job: Job): Promise<void> {
    for (const [position, task] of job.tasks.entries()) {
      if (!claimTask(job.states, position, setup.tag)) continue;
      noteImage(task.index);
      const reason = await fill(task, job.output);
      if (reason === undefined) {
        if (settleTask(job.states, position, setup.tag, taskDone)) post({ type: "finished", job: job.id });
      } else if (reportTask(job.states, position, setup.tag)) {
        // The main thread settles it when it notes the reason, so that no job ends without its reasons.
        post({ type: "broken", job: job.id, task: position, reason });
      }
    }
  }

  /** Returns why the image cannot be used, or nothing. */
  async function fill(task: Task, output: SharedArrayBuffer): Promise<string | undefined> {
    const { seed } = setup;
    const { source, epoch, index, slot } = task;
    try {
      let prepared: PreparedImage | undefined;
      const need = (size: Size) => {
        prepared = pipeline.prepare(size, { seed, epoch, index });
        return prepared.need;
      };
      const part = await decode(source, setup.decode, { allocate: pipeline.allocate, need });
      prepared ??= pipeline.prepare(part.whole, { seed, epoch, index });
      prepared.apply(part, new Float32Array(output, slot * imageValues * 4, imageValues));
      return undefined;
    } catch (error) {
      if (error instanceof BrokenImageError) return error.message;
      throw error;
    }
  }
}
