import { setTimeout } from "node:timers/promises";
import type { RunState } from "../../../shared/journal.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { UserError } from "../../errors.ts";
import { setAsideAfter } from "../../training/checkpoint-store.ts";
import { type Control, type Intent, writeControl } from "../control.ts";
import { Journal, type NewEvent } from "../journal.ts";
import { acquireLease, type Lease } from "../lease.ts";
import type { RunFolder } from "../run-folder.ts";
import type { Labels } from "./labels.ts";
import type { PlanFacts } from "./plan-facts.ts";
import { isOver, type RunFacts } from "./run-facts.ts";
import type { RunLog } from "./run-log.ts";
import { summarise } from "./summary.ts";

/** A process that is done frees its device and its threads within this time, mostly at once. */
const endsWithinMs = 10_000;
const askMs = 20;

/** What a service knows of one run. */
export interface RunEntryParts {
  folder: RunFolder;
  plan: PlanFacts;
  /** When the folder was made. Milliseconds since 1970. */
  folderTime: number;
  labels: Labels;
  /** What its control file says; null where it is not a service's. */
  control: Control | null;
  /** The key of the submit that made the run; null where it had none. */
  idempotencyKey: string | null;
  /** What the first `bytes` of the journal say; null where it was not read yet. */
  known: { facts: RunFacts; bytes: number } | null;
  /** Opens the log, with what the cache holds of it. */
  openLog: () => Promise<RunLog>;
  now: () => number;
}

export class RunEntry {
  readonly id: string;
  readonly folder: RunFolder;
  readonly plan: PlanFacts;
  readonly folderTime: number;
  readonly idempotencyKey: string | null;
  labels: Labels;
  /** What people want of the run, as its control file says; null where it is not a service's. */
  intent: Intent | null;
  /** The device that it trains on, or trained on last. */
  device: string;
  /** A state that could not be written into the journal. */
  override: { state: RunState; reason: string } | null = null;
  /** Whether a process works on the run. */
  live = false;
  readonly #parts: RunEntryParts;
  #known: { facts: RunFacts; bytes: number } | null;
  #log: RunLog | null = null;
  #opening: Promise<RunLog> | null = null;
  /** The service's own lease, where it could not be given back: the disk was full. */
  #lease: Lease | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: RunEntryParts) {
    this.#parts = parts;
    this.id = parts.folder.id;
    this.folder = parts.folder;
    this.plan = parts.plan;
    this.folderTime = parts.folderTime;
    this.idempotencyKey = parts.idempotencyKey;
    this.labels = parts.labels;
    this.intent = parts.control?.intent ?? null;
    this.device = parts.control?.device ?? "cpu";
    this.#known = parts.known;
  }

  get facts(): RunFacts {
    return this.known.facts;
  }

  /** What is known of the journal, and how much of it that comes from. */
  get known(): { facts: RunFacts; bytes: number } {
    const known = this.#log?.state ?? this.#known;
    if (known === null) throw new Error(`run ${this.id} was not read yet`);
    return known;
  }

  get state(): RunState {
    return this.override?.state ?? this.facts.state;
  }

  /** The open log, or null while nobody needs it. */
  get log(): RunLog | null {
    return this.#log;
  }

  /** Opens the log and reads it to its end. */
  async openLog(): Promise<RunLog> {
    if (this.#log !== null) return this.#log;
    this.#opening ??= this.#parts.openLog().then(async (log) => {
      await log.catchUp();
      this.#log = log;
      return log;
    });
    try {
      return await this.#opening;
    } finally {
      this.#opening = null;
    }
  }

  /** Forgets the log, but for its facts. */
  closeLog(): void {
    const { facts, bytes } = this.known;
    this.#known = { facts, bytes };
    this.#log = null;
  }

  /** Waits a while for the end of a process that has written its last word. */
  async settled(): Promise<void> {
    for (let waited = 0; this.live && isOver(this.state) && waited < endsWithinMs; waited += askMs) {
      await setTimeout(askMs);
    }
  }

  /** Lets pieces of work on the run follow one another. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Makes known what people want of the run. */
  async setIntent(intent: Intent): Promise<void> {
    await writeControl(this.folder.path, { intent, device: this.device });
    this.intent = intent;
  }

  /** Notes where the run is about to train, for a service that finds its process again. */
  async setDevice(device: string): Promise<void> {
    this.device = device;
    await this.setIntent(this.intent ?? "run");
  }

  /** Writes records in the service's own name. Only while no process works on the run: the lease sees to it. */
  async append(...events: NewEvent[]): Promise<void> {
    await this.#leased(() => this.#append(events));
  }

  /** Goes back to an earlier checkpoint, and writes why the run waits now. Only while no process works on the run. */
  async goBackTo(step: number, event: NewEvent): Promise<void> {
    await this.#leased(async () => {
      await setAsideAfter(this.folder.checkpoints, step);
      await this.#append([event]);
    });
  }

  async #leased(work: () => Promise<void>): Promise<void> {
    this.#lease ??= await acquireLease(this.folder.path);
    try {
      await work();
    } finally {
      await this.#lease.release();
      this.#lease = null;
    }
  }

  async #append(events: readonly NewEvent[]): Promise<void> {
    const wasOpen = this.#log !== null;
    try {
      const log = await this.openLog();
      await log.catchUp();
      if (log.damage !== null) throw new UserError("journal-damaged", `Run ${this.id} cannot go on: ${log.damage}.`);
      const journal = new Journal(this.folder.journal, log.end, { now: this.#parts.now });
      try {
        for (const event of events) journal.append(event);
        journal.sync();
      } finally {
        journal.close();
        await log.catchUp();
      }
      this.override = null;
    } finally {
      if (!wasOpen && !this.live) this.closeLog();
    }
  }

  summary(queuePosition: number | null): RunSummary {
    const { id, plan, facts, labels, override, folderTime } = this;
    const wish = (this.live ? this.intent : null) ?? "run";
    return summarise({ id, plan, facts, labels, queuePosition, override, folderTime, wish });
  }
}
