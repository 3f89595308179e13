import { Worker } from "node:worker_threads";
import { createGate, givenUp, outside } from "./native-gate.ts";
import { threads } from "./started.ts";

/** A thread that works for this one until it is asked to leave, or hangs and is given up. */
export interface Thread {
  post(message: unknown): void;
  /** Asks it to end when its work is done, and gives it up where it does not. Resolves when it is gone, or is left to itself. */
  leave(): Promise<void>;
  /** Takes what it does for lost: ends it at once, or as soon as it comes out of a native module. Its owner hears no more of it. */
  giveUp(): void;
}

export interface ThreadEvents<Message> {
  message(message: Message): void;
  /** It is gone, for this reason, though nobody asked it to leave. */
  lost(reason: string): void;
}

/** Posted to a thread: it closes its port, and with nothing more to wait for it ends. */
export const leave = "leave";

/** What the thread finds in its `workerData`, beside what is meant for it. */
export interface ThreadSetup {
  gate: Int32Array;
}

/** A thread that was asked to leave is at its last image, or starts. */
const leavingLimitMs = 2000;
/** One that has been given up inside of a native module: no image takes longer on a working machine. */
const nativeLimitMs = 60_000;

export function startThread<Message>(entry: URL, setup: object, events: ThreadEvents<Message>): Thread {
  const gate = createGate();
  threads.haveStarted = true;
  const worker = new Worker(entry, { workerData: { ...setup, gate } satisfies ThreadSetup });
  const ended = new Promise<void>((resolve) => worker.on("exit", () => resolve()));
  let heard = true;
  const lose = (reason: string) => {
    if (heard) events.lost(reason);
  };
  worker.on("message", events.message);
  worker.on("error", (error) => lose(`its worker crashed: ${error.message}`));
  worker.on("exit", (code) => lose(`its worker ended with exit code ${code}`));

  function giveUp(): void {
    heard = false;
    // It may never come to its end, so nothing waits for it.
    worker.unref();
    if (Atomics.exchange(gate, 0, givenUp) === outside) void worker.terminate();
  }

  return {
    post: (message) => worker.postMessage(message),
    giveUp,
    async leave() {
      heard = false;
      worker.postMessage(leave);
      if (await within(leavingLimitMs, ended)) return;
      giveUp();
      await within(nativeLimitMs, ended);
    },
  };
}

async function within(limitMs: number, event: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  const inTime = await Promise.race([event.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
