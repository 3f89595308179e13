import { startThread, type Thread } from "../threads/thread.ts";
import {
  createStates,
  type Job,
  settleTask,
  type Task,
  taskBroken,
  taskFree,
  taskReported,
  type WorkerMessage,
  type WorkerSetup,
} from "./worker-protocol.ts";
import { augmentWorkerUrl } from "./worker-url.ts";

/**
 * Threads that fill shared memory with augmented images. Jobs are worked on in the order in which they are submitted.
 * A worker that crashes, or that stays at one image for longer than `imageTimeLimitMs`, is replaced, and its image counts
 * as broken. The pool knows nothing of epochs or batches.
 */
export interface WorkerPool {
  /**
   * Decodes and augments `tasks` into `output`. For each task: undefined, or why its image cannot be used (its slot
   * then holds anything). Rejects where workers cannot start, after `cancel`, and after `close`.
   */
  submit(tasks: Task[], output: SharedArrayBuffer): Promise<(string | undefined)[]>;
  /** Every open job rejects as soon as the images that are being worked on are done, so that its output is free again. */
  cancel(): void;
  /** Ends the threads, each when the image that it is at is done. */
  close(): Promise<void>;
}

export interface WorkerPoolOptions extends Omit<WorkerSetup, "tag"> {
  /** Number of threads. */
  workers: number;
  /** No image of at most `maxPixels` takes so long on a working machine. */
  imageTimeLimitMs?: number;
  workerUrl?: URL;
}

interface OpenJob extends Job {
  reasons: (string | undefined)[];
  cancelled: boolean;
  resolve(reasons: (string | undefined)[]): void;
  reject(error: Error): void;
}

interface Claim {
  job: OpenJob;
  task: number;
  tag: number;
}

/** How many times in a row the watchdog sees a worker at the same image before it takes the worker to hang. */
const sightingsOfHang = 5;

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { workers: workerCount, imageTimeLimitMs = 60_000, workerUrl = augmentWorkerUrl(), ...setup } = options;
  const workers = new Map<number, Thread>();
  const jobs = new Map<number, OpenJob>();
  const givenUp: Thread[] = [];
  let lastTag = 0;
  let lastJob = 0;
  let failure: Error | undefined;
  let sightings = new Map<string, number>();
  const watchdog = setInterval(endHangingWorkers, imageTimeLimitMs / (sightingsOfHang - 1)).unref();

  for (let count = 0; count < workerCount; count++) startWorker();

  function startWorker(): void {
    const tag = ++lastTag;
    const worker = startThread<WorkerMessage>(workerUrl, { ...setup, tag } satisfies WorkerSetup, {
      message: receive,
      lost: (reason) => replaceWorker(tag, reason),
    });
    workers.set(tag, worker);
    for (const job of jobs.values()) post(worker, job);
  }

  function post(worker: Thread, { id, tasks, states, output }: Job): void {
    worker.post({ id, tasks, states, output } satisfies Job);
  }

  function receive(message: WorkerMessage): void {
    const job = jobs.get(message.job);
    if (!job) return;
    if (message.type === "finished") finish(job);
    else markBroken(job, message.task, taskReported, message.reason);
  }

  function markBroken(job: OpenJob, task: number, state: number, reason: string): void {
    job.reasons[task] = reason;
    if (settleTask(job.states, task, state, taskBroken)) finish(job);
  }

  function finish(job: OpenJob): void {
    jobs.delete(job.id);
    if (job.cancelled) job.reject(failure ?? new Error("the loading of these images was cancelled"));
    else job.resolve(job.reasons);
  }

  /** A worker is gone, or is given up: its image is broken, and another worker takes its place. */
  function replaceWorker(tag: number, reason: string): void {
    const worker = workers.get(tag);
    if (!worker) return;
    workers.delete(tag);
    worker.giveUp();
    givenUp.push(worker);
    const claimed = [...claimedTasks()].filter((claim) => claim.tag === tag);
    if (claimed.length === 0) {
      fail(new Error(`an augmentation worker ended while it was at no image (${reason})`));
      return;
    }
    for (const { job, task } of claimed) markBroken(job, task, tag, reason);
    startWorker();
  }

  function* claimedTasks(): Generator<Claim> {
    for (const job of jobs.values()) {
      for (let task = 0; task < job.tasks.length; task++) {
        const tag = Atomics.load(job.states, task);
        if (tag > taskFree) yield { job, task, tag };
      }
    }
  }

  /**
   * Counts sightings instead of time: a main thread that was busy, or a process that was stopped for an hour, ends a
   * hanging worker later, and never one that works.
   */
  function endHangingWorkers(): void {
    const before = sightings;
    sightings = new Map();
    for (const { job, task, tag } of [...claimedTasks()]) {
      const key = `${job.id} ${task} ${tag}`;
      const count = (before.get(key) ?? 0) + 1;
      sightings.set(key, count);
      if (count >= sightingsOfHang) {
        replaceWorker(tag, `decoding and augmenting it took longer than ${imageTimeLimitMs / 1000} s`);
      }
    }
  }

  function cancel(): void {
    for (const job of jobs.values()) {
      job.cancelled = true;
      for (let task = 0; task < job.tasks.length; task++) {
        if (settleTask(job.states, task, taskFree, taskBroken)) finish(job);
      }
    }
  }

  function fail(error: Error): void {
    failure ??= error;
    for (const job of jobs.values()) job.reject(failure);
    jobs.clear();
  }

  return {
    submit(tasks, output) {
      if (failure) return Promise.reject(failure);
      if (tasks.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        const id = ++lastJob;
        const states = createStates(tasks.length);
        const reasons = new Array<string | undefined>(tasks.length).fill(undefined);
        const job: OpenJob = { id, tasks, states, output, reasons, cancelled: false, resolve, reject };
        jobs.set(id, job);
        for (const worker of workers.values()) post(worker, job);
      });
    },
    cancel,
    async close() {
      clearInterval(watchdog);
      failure ??= new Error("the loader was closed");
      cancel();
      fail(failure);
      const leaving = [...workers.values(), ...givenUp];
      workers.clear();
      await Promise.all(leaving.map((worker) => worker.leave()));
    },
  };
}
