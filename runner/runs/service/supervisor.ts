import { hostname } from "node:os";
import type { NewEvent } from "../journal.ts";
import { leaseHolder } from "../lease.ts";
import { exitCodes } from "../run-process-options.ts";
import { storageError } from "../storage-error.ts";
import type { DevicePool, Place } from "./devices/device-pool.ts";
import { watchFolder } from "./follower.ts";
import { type Exit, lastWords, launch } from "./launch.ts";
import type { Queue } from "./queue.ts";
import type { RunEntry } from "./run-entry.ts";
import { isOver, reasons } from "./run-facts.ts";

/** A run that dies so often without a new checkpoint will die again. */
const allowedDeaths = 3;
/** How often a process that is not our child is asked for. */
const askMs = 500;

export interface SupervisorParts {
  entries: ReadonlyMap<string, RunEntry>;
  queue: Queue;
  /** The data roots, real paths. */
  roots: string[];
  devices: DevicePool;
  /** Whether processes may be started. */
  mayStart: () => boolean;
  /** A run's journal has grown, or what is known of it has changed. */
  onChange: (entry: RunEntry) => void;
  /** Nobody works on the run any more. */
  onRest: (entry: RunEntry) => void;
  report: (message: string) => void;
}

/**
 * Starts the processes of queued runs, follows what processes write, and decides what becomes of a run whose process has
 * ended. A process is found by the run's lease, so one that an earlier service started, or a person at a shell, is
 * followed just as well.
 */
export class Supervisor {
  readonly #parts: SupervisorParts;
  /** How to end following each live run. */
  readonly #following = new Map<string, () => void>();
  #closed = false;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
  }

  /** Finds out how a run stands that was not made here. */
  async recover(entry: RunEntry): Promise<void> {
    const work = async () => {
      const { state } = entry.facts;
      if (entry.live) return;
      if (await isHeld(entry)) this.#adopt(entry);
      else if (isOver(state)) return;
      else if (entry.intent === null) noteLost(entry);
      else if (state !== "queued") await this.#settle(entry, { code: null, signal: null });
    };
    // One run must not keep the others from being served.
    await entry.inTurn(work).catch((error: unknown) => this.#holdBack(entry, error));
  }

  /** Follows a run on which somebody else has begun to work since it was last looked at. */
  async notice(entry: RunEntry): Promise<void> {
    await entry.inTurn(async () => {
      if (!entry.live && (await isHeld(entry))) this.#adopt(entry);
    });
  }

  /** Runs that have a device. What a person trains at a shell takes none of ours. */
  get training(): RunEntry[] {
    return [...this.#parts.entries.values()].filter((entry) => entry.live && entry.intent !== null);
  }

  /** Starts queued runs, in their order, while there is a device for them. */
  startNext(): void {
    const { entries, queue, devices, mayStart } = this.#parts;
    if (this.#closed || !mayStart()) return;
    const taken = this.training.map(({ device }) => device);
    for (const id of queue.runs) {
      const entry = entries.get(id)!;
      if (entry.live) continue;
      const place = devices.placeFor(entry.facts.backend, taken);
      if (place === "unknown") {
        void devices.learn().then(() => this.startNext());
        return;
      }
      if (place === null) continue;
      entry.live = true;
      entry.device = place.device.id;
      taken.push(entry.device);
      void entry.inTurn(() => this.#start(entry, place)).catch((error: unknown) => this.#holdBack(entry, error));
    }
  }

  async #start(entry: RunEntry, { backend, device }: Place): Promise<void> {
    const { queue, roots, onChange } = this.#parts;
    if (this.#closed || queue.position(entry.id) === null) {
      entry.live = false; // paused or stopped meanwhile
      return;
    }
    await entry.setDevice(device.id);
    await entry.append({ type: "state", state: "preparing" });
    await queue.remove(entry.id);
    const exit = launch(entry.folder, { roots, backend }, device.environment);
    this.#follow(entry);
    onChange(entry);
    exit.then(
      (how) => this.#ended(entry, how),
      (error: unknown) => this.#holdBack(entry, error),
    );
  }

  /** Follows a process that is not our child. */
  #adopt(entry: RunEntry): void {
    entry.live = true;
    entry.override = null;
    this.#follow(entry);
    const ask = async () => {
      if (this.#closed) return;
      if (!(await isHeld(entry))) this.#ended(entry, { code: null, signal: null });
      else setTimeout(() => void ask().catch(report), askMs).unref();
    };
    const report = (error: unknown) => this.#holdBack(entry, error);
    void ask().catch(report);
  }

  /** Reads on whenever the journal may have grown. */
  #follow(entry: RunEntry): void {
    this.#following.get(entry.id)?.();
    let [reading, again] = [false, false];
    const read = async () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      try {
        do {
          again = false;
          const log = await entry.openLog();
          if (await log.catchUp()) this.#parts.onChange(entry);
        } while (again);
      } finally {
        reading = false;
      }
    };
    const onChange = () => void read().catch((error: Error) => this.#parts.report(`Run ${entry.id}: ${error.message}`));
    this.#following.set(entry.id, watchFolder(entry.folder.path, onChange));
    onChange();
  }

  #unfollow(entry: RunEntry): void {
    this.#following.get(entry.id)?.();
    this.#following.delete(entry.id);
  }

  #ended(entry: RunEntry, exit: Exit): void {
    if (this.#closed) return;
    const work = async () => {
      // Another process may have been faster to take the run, and ours was refused.
      if (await isHeld(entry)) return this.#adopt(entry);
      this.#unfollow(entry);
      if (entry.intent !== null) await this.#settle(entry, exit);
      else {
        await (await entry.openLog()).catchUp();
        noteLost(entry);
      }
      entry.live = false;
      this.#parts.onRest(entry);
      this.#parts.onChange(entry);
      this.startNext();
    };
    void entry.inTurn(work).catch((error: unknown) => this.#holdBack(entry, error));
  }

  /** Writes down how a run stands whose process is gone, and queues it again where nobody wanted it to end. */
  async #settle(entry: RunEntry, exit: Exit): Promise<void> {
    const log = await entry.openLog();
    await log.catchUp();
    const { state, reason, deaths } = log.facts;
    const { intent } = entry;
    const asked = (state === "paused" || state === "stopped") && reason === reasons.onRequest;
    if (isOver(state) && !(asked && intent === "run")) return;
    const events: NewEvent[] = [];
    const died = !asked && state !== "interrupted" && state !== "queued";
    if (died) events.push({ type: "state", state: "interrupted", reason: `${reasons.died}${howOf(exit)}` });
    if (exit.code === exitCodes.storage || (state === "interrupted" && reason === "storage")) {
      events.push({
        type: "state",
        state: "paused",
        reason: `the disk did not take what it wrote. ${lastWords(entry.folder, 1)}`,
      });
    } else if (state === "interrupted" && reason === reasons.atShell) {
      events.push({ type: "state", state: "paused", reason: `${reasons.atShell} at a shell` });
    } else if (intent === "pause" || intent === "stop") {
      events.push({ type: "state", state: intent === "pause" ? "paused" : "stopped", reason: reasons.onRequest });
    } else if (died && deaths + 1 >= allowedDeaths) {
      const words = lastWords(entry.folder);
      const last = words === "" ? "It printed nothing." : `Its last lines: ${words}`;
      const why = `its process ended ${deaths + 1} times without a word and without a new checkpoint${howOf(exit)}. ${last}`;
      events.push({ type: "state", state: "failed", reason: why });
    } else {
      events.push({ type: "state", state: "queued", ...(asked ? { reason: reasons.resumed } : {}) });
    }
    await entry.append(...events);
    if (entry.facts.state === "queued") await this.#parts.queue.put(entry.id, 1);
  }

  /** What cannot be written down is remembered, and said: the run rests until a person resumes it. */
  #holdBack(entry: RunEntry, thrown: unknown): void {
    this.#unfollow(entry);
    const error = storageError(thrown, "How the run stands", entry.folder.path, "then resume the run");
    const reason = error instanceof Error ? error.message : String(error);
    this.#parts.report(`Run ${entry.id}: ${reason}`);
    if (!isOver(entry.facts.state)) entry.override = { state: entry.log?.damage ? "failed" : "paused", reason };
    entry.live = false;
    void this.#parts.queue.remove(entry.id);
    this.#parts.onChange(entry);
    this.startNext();
  }

  /** Lets go of a run whose folder somebody has taken away. */
  forget(entry: RunEntry): void {
    this.#unfollow(entry);
    entry.live = false;
    void this.#parts.queue.remove(entry.id);
  }

  /** Ends following; the processes go on. */
  close(): void {
    this.#closed = true;
    for (const end of this.#following.values()) end();
    this.#following.clear();
  }
}

/** Whether a process other than this one works on a run. */
async function isHeld({ folder }: RunEntry): Promise<boolean> {
  const holder = await leaseHolder(folder.path);
  return holder !== null && !(holder.pid === process.pid && holder.host === hostname());
}

/** A run of a person at a shell is that person's to go on with, and its journal not ours to write. */
function noteLost(entry: RunEntry): void {
  const { state } = entry.facts;
  if (isOver(state) || state === "interrupted") return;
  entry.override = { state: "interrupted", reason: reasons.died };
}

function howOf({ code, signal }: Exit): string {
  if (signal !== null) return ` (${signal})`;
  return code === null ? "" : ` (exit code ${code})`;
}
