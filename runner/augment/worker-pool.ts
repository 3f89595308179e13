import { Worker } from "node:worker_threads";
import {
  createStates,
  type Job,
  settleTask,
  type Task,
  taskBroken,
  taskFree,
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
   * then holds anything). Rejects where workers cannot start, and after `close`.
   */
  submit(tasks: Task[], output: SharedArrayBuffer): Promise<(string | undefined)[]>;
  /** Ends the threads. */
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
  resolve(reasons: (string | undefined)[]): void;
  reject(error: Error): void;
}

interface WatchedTask {
  job: OpenJob;
  task: number;
  tag: number;
  sinceMs: number;
}

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { workers: workerCount, imageTimeLimitMs = 60_000, workerUrl = augmentWorkerUrl(), ...setup } = options;
  const workers = new Map<number, Worker>();
  const jobs = new Map<number, OpenJob>();
  const retired = new Set<Promise<unknown>>();
  let lastTag = 0;
  let lastJob = 0;
  let failure: Error | undefined;
  let watched = new Map<string, WatchedTask>();
  const watchdog = setInterval(endHangingWorkers, Math.max(10, imageTimeLimitMs / 4)).unref();

  for (let count = 0; count < workerCount; count++) startWorker();

  function startWorker(): void {
    const tag = ++lastTag;
    const worker = new Worker(workerUrl, { workerData: { ...setup, tag } satisfies WorkerSetup });
    workers.set(tag, worker);
    worker.on("message", receive);
    worker.on("error", (error) => replaceWorker(tag, `its worker crashed: ${error.message}`));
    worker.on("exit", (code) => replaceWorker(tag, `its worker ended with exit code ${code}`));
    for (const job of jobs.values()) post(worker, job);
  }

  function post(worker: Worker, { id, tasks, states, output }: Job): void {
    worker.postMessage({ id, tasks, states, output } satisfies Job);
  }

  function receive(message: WorkerMessage): void {
    const job = jobs.get(message.job);
    if (!job) return;
    if (message.type === "finished") finish(job);
    else markBroken(job, message.task, message.reason);
  }

  function markBroken(job: OpenJob, task: number, reason: string): void {
    job.reasons[task] = reason;
    if (settleTask(job.states, task, taskBroken)) finish(job);
  }

  function finish(job: OpenJob): void {
    jobs.delete(job.id);
    job.resolve(job.reasons);
  }

  /** A worker is gone, or is given up: its image is broken, and another worker takes its place. */
  function replaceWorker(tag: number, reason: string): void {
    const worker = workers.get(tag);
    if (!worker) return;
    workers.delete(tag);
    retire(worker);
    const claimed = [...claimedTasks()].filter((claim) => claim.tag === tag);
    if (claimed.length === 0) {
      fail(new Error(`an augmentation worker ended while it was at no image (${reason})`));
      return;
    }
    for (const { job, task } of claimed) markBroken(job, task, reason);
    startWorker();
  }

  /** Does not wait for the end: a thread that is stuck in native code may never come to it. */
  function retire(worker: Worker): void {
    worker.removeAllListeners();
    worker.on("error", () => {});
    worker.unref();
    const ended = worker.terminate().finally(() => retired.delete(ended));
    retired.add(ended);
  }

  function* claimedTasks(): Generator<Omit<WatchedTask, "sinceMs">> {
    for (const job of jobs.values()) {
      for (let task = 0; task < job.tasks.length; task++) {
        const tag = Atomics.load(job.states, task);
        if (tag > taskFree) yield { job, task, tag };
      }
    }
  }

  /**
   * Ends workers that were seen at the same image for the whole time limit. Both sightings are our own, so a main thread
   * that was busy for long makes this later, never wrong. A broken image whose message still waits here counts as
   * claimed; that message is read before the next sighting.
   */
  function endHangingWorkers(): void {
    const now = performance.now();
    const before = watched;
    watched = new Map();
    for (const claim of claimedTasks()) {
      const key = `${claim.job.id} ${claim.task} ${claim.tag}`;
      watched.set(key, { ...claim, sinceMs: before.get(key)?.sinceMs ?? now });
    }
    for (const { tag, sinceMs } of watched.values()) {
      if (now - sinceMs >= imageTimeLimitMs) {
        replaceWorker(tag, `decoding and augmenting it took longer than ${imageTimeLimitMs / 1000} s`);
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
        const job: OpenJob = { id, tasks, states, output, reasons, resolve, reject };
        jobs.set(id, job);
        for (const worker of workers.values()) post(worker, job);
      });
    },
    async close() {
      clearInterval(watchdog);
      fail(new Error("the loader was closed"));
      for (const worker of workers.values()) retire(worker);
      workers.clear();
      const grace = new Promise((resolve) => setTimeout(resolve, 2000).unref());
      await Promise.race([Promise.all(retired), grace]);
    },
  };
}
