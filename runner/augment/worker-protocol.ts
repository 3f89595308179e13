import type { OperationOptions } from "../../shared/augmentations/index.ts";
import type { ImageSource } from "../data/dataset.ts";
import type { DecodeOptions } from "../data/decode.ts";

/**
 * What the main thread and the augmentation workers share. A job is a list of images, posted to every worker. The
 * workers divide it among themselves without the main thread, which may be busy with a training step: a worker claims an
 * image by changing its state from free to its own tag, atomically. So the tag also tells which image a worker that
 * crashed or hangs was at.
 */
export interface WorkerSetup {
  /** Identity of this worker, from 1; never used again in a pool. */
  tag: number;
  /** The pipeline. */
  ops: OperationOptions[];
  seed: number;
  /** The network takes size × size pixels. */
  size: number;
  decode: DecodeOptions;
  /** Pixels that are the same on every processor: without fused multiply-add, which not every one has. */
  deterministic: boolean;
  /** The worker leaves word of the image that it is at in `<witness>.<tag>`. See witness.ts. */
  witness?: string;
}

export interface Task {
  source: ImageSource;
  epoch: number;
  /** Index in the data set: it keys the random numbers. */
  index: number;
  /** Which image of the job's output this one becomes. */
  slot: number;
}

/** Main thread to worker. */
export interface Job {
  id: number;
  tasks: Task[];
  /** One state per task, then the number of tasks that are not settled yet. */
  states: Int32Array<SharedArrayBuffer>;
  /** Float32 NHWC, one size × size × 3 image per slot. */
  output: SharedArrayBuffer;
}

/** State of a task: one of these, or the tag of the worker that has claimed it. */
export const taskFree = 0;
export const taskDone = -1;
export const taskBroken = -2;
/** Its worker has posted why it is broken, and the main thread has not read that yet. */
export const taskReported = -3;

/** Worker to main thread. `finished` comes once a job, from the worker that settled its last image. */
export type WorkerMessage =
  | { type: "broken"; job: number; task: number; reason: string }
  | { type: "finished"; job: number };

export function createStates(taskCount: number): Int32Array<SharedArrayBuffer> {
  const states = new Int32Array(new SharedArrayBuffer((taskCount + 1) * Int32Array.BYTES_PER_ELEMENT));
  states[taskCount] = taskCount;
  return states;
}

/** Claims a task that is free; false where somebody else has it. */
export function claimTask(states: Int32Array, task: number, tag: number): boolean {
  return Atomics.compareExchange(states, task, taskFree, tag) === taskFree;
}

/** Says that the claimed task is broken. Its reason must be posted next. False where the claim was taken away. */
export function reportTask(states: Int32Array, task: number, tag: number): boolean {
  return Atomics.compareExchange(states, task, tag, taskReported) === tag;
}

/**
 * Ends a task, unless somebody else has ended it: that is so where its state is no longer `from`.
 * Returns whether this was the job's last task.
 */
export function settleTask(
  states: Int32Array,
  task: number,
  from: number,
  to: typeof taskDone | typeof taskBroken,
): boolean {
  if (Atomics.compareExchange(states, task, from, to) !== from) return false;
  return Atomics.sub(states, states.length - 1, 1) === 1;
}
