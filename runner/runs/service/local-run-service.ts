import type { JournalEvent } from "../../../shared/journal.ts";
import type { Language } from "../../../shared/language.ts";
import type { CheckedParams, ParamsOf, ResultOf } from "../../../shared/protocol/requests.ts";
import { labelsSchema } from "../../../shared/protocol/requests.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import type { RunnerDescription } from "../../../shared/protocol/runner-description.ts";
import type { Problem } from "../../../shared/recipe/problem.ts";
import type { Machine } from "../../machine/machine.ts";
import type { RunService } from "../run-service.ts";
import { Changes } from "./changes.ts";
import { checkpointsOf } from "./checkpoints-of.ts";
import { describeRunner } from "./describe-runner.ts";
import type { BackendLook } from "./devices/backends-here.ts";
import { DevicePool } from "./devices/device-pool.ts";
import { evaluationOf } from "./evaluation-of.ts";
import type { FolderLease } from "./folder-lease.ts";
import { watchFolder } from "./follower.ts";
import { writeLabels } from "./labels.ts";
import { Planner } from "./plan-in-child.ts";
import { Previewer } from "./preview-in-child.ts";
import type { Queue } from "./queue.ts";
import { onDisk } from "./refusal.ts";
import { moveInQueue, pauseRun, resumeRun, resumeRunFrom, stopRun } from "./run-commands.ts";
import type { RunEntry } from "./run-entry.ts";
import { ServiceError } from "./service-error.ts";
import type { Store } from "./store.ts";
import { Submitter } from "./submitter.ts";
import { Supervisor } from "./supervisor.ts";

/** Resting runs that are looked at each time the folder is. */
const looksAtOnce = 20;
/** The index is a cache: it may be behind by so much. */
const saveEveryMs = 30_000;
/** How often a full disk is tried again. */
const roomEveryMs = 5_000;

export interface LocalParts {
  store: Store;
  queue: Queue;
  /** Says that the folder is ours; not held where the disk is full, and then nothing is written. */
  lease: FolderLease;
  roots: string[];
  machine: Machine;
  backends: BackendLook;
  backend: string | null;
  runsPerDevice: number;
  report: (message: string) => void;
}

/** The run service on this machine's folder of runs. */
export class LocalRunService implements RunService {
  readonly #parts: LocalParts;
  readonly #devices: DevicePool;
  readonly #supervisor: Supervisor;
  readonly #planner: Planner;
  readonly #previewer: Previewer;
  readonly #submitter: Submitter;
  readonly #changes: Changes;
  readonly #recordListeners = new Map<string, Set<(lastSequence: number) => void>>();
  #ends: (() => void)[] = [];
  #scanning = false;
  #lookedAt = 0;
  #closing: Promise<void> | null = null;

  constructor(parts: LocalParts) {
    this.#parts = parts;
    const { store, queue, roots, machine, backends, backend, runsPerDevice, report } = parts;
    this.#devices = new DevicePool({ backends, machine, backend, runsPerDevice, report });
    this.#planner = new Planner(roots, () => this.#devices.target());
    this.#previewer = new Previewer(roots);
    this.#submitter = new Submitter({ store, queue, planner: this.#planner });
    this.#changes = new Changes((id) => {
      const entry = store.entries.get(id);
      return entry === undefined ? null : this.#summary(entry);
    });
    this.#supervisor = new Supervisor({
      entries: store.entries,
      queue,
      roots,
      devices: this.#devices,
      mayStart: () => parts.lease.held,
      onChange: (entry) => this.#changed(entry),
      onRest: (entry) => void store.putAway(entry).catch((error: Error) => report(error.message)),
      report,
    });
  }

  /** Finds out how every run stands, and starts to work. */
  async begin(): Promise<void> {
    const { store, queue, lease } = this.#parts;
    queue.restore(
      this.#oldestFirst()
        .filter((entry) => this.#waits(entry))
        .map(({ id }) => id),
    );
    for (const entry of this.#oldestFirst()) await this.#findOut(entry);
    this.#ends.push(watchFolder(store.folder, () => void this.#scan()));
    const save = () => void this.#save().catch((error: Error) => this.#parts.report(error.message));
    const saving = setInterval(save, saveEveryMs).unref();
    this.#ends.push(() => clearInterval(saving));
    if (lease.held) this.#supervisor.startNext();
    else this.#waitForRoom();
  }

  /** Finds out how a run stands, and writes it down where this service may. */
  #findOut(entry: RunEntry): Promise<void> {
    return this.#parts.lease.held ? this.#supervisor.recover(entry) : this.#supervisor.notice(entry);
  }

  #waitForRoom(): void {
    const trying = setInterval(() => {
      if (this.#parts.lease.held) clearInterval(trying);
      else this.#mayWrite().catch(() => {}); // as whoever asks for a change is told each time
    }, roomEveryMs).unref();
    this.#ends.push(() => clearInterval(trying));
  }

  /** Called before anything is changed. Throws where the disk, or another service, is in the way. */
  async #mayWrite(): Promise<void> {
    const { lease, store, report } = this.#parts;
    if (lease.held) return;
    await onDisk({ path: store.folder }, () => lease.take());
    report("The disk takes what is written again: the runs go on.");
    for (const entry of this.#oldestFirst()) await this.#supervisor.recover(entry);
    this.#supervisor.startNext();
  }

  async #save(options: { last?: boolean } = {}): Promise<void> {
    if (this.#parts.lease.held) await this.#parts.store.save(options);
  }

  #waits({ facts, intent }: RunEntry): boolean {
    return facts.state === "queued" && intent !== null;
  }

  /** Notices runs that somebody else put into the folder, or took away. */
  async #scan(): Promise<void> {
    if (this.#scanning) return;
    this.#scanning = true;
    try {
      const { added, gone } = await this.#parts.store.scan();
      for (const entry of added) {
        await this.#findOut(entry);
        if (this.#waits(entry) && this.#parts.queue.position(entry.id) === null) await this.#parts.queue.put(entry.id);
        this.#changed(entry);
      }
      for (const entry of gone) {
        this.#supervisor.forget(entry);
        this.#changes.deleted(entry.id);
      }
      for (const entry of this.#toLookAt()) await this.#supervisor.notice(entry);
      if (added.length > 0) this.#supervisor.startNext();
    } catch (error) {
      this.#parts.report(`The folder of runs cannot be read: ${(error as Error).message}`);
    } finally {
      this.#scanning = false;
    }
  }

  /** Runs that a person at a shell may have begun or gone on with: the likely ones each time, of the others some in turn. */
  #toLookAt(): RunEntry[] {
    const resting = [...this.#parts.store.entries.values()].filter(({ live }) => !live);
    const likely = resting.filter(({ facts }) => facts.lastSequence === 0 || facts.state === "interrupted");
    if (this.#lookedAt >= resting.length) this.#lookedAt = 0;
    const others = resting.slice(this.#lookedAt, this.#lookedAt + looksAtOnce);
    this.#lookedAt += looksAtOnce;
    return [...new Set([...likely, ...others])];
  }

  async submit(params: ParamsOf<"submit">): Promise<RunSummary> {
    await this.#mayWrite();
    const entry = await this.#submitter.submit(params);
    this.#queueChanged();
    this.#supervisor.startNext();
    return this.#changed(entry);
  }

  describe(): Promise<RunnerDescription> {
    const { machine, backends, backend, roots, queue } = this.#parts;
    const devices = this.#devices;
    const { training } = this.#supervisor;
    return describeRunner({ machine, backends, devices, backend, roots, training, queued: queue.runs.length });
  }

  plan(recipe: unknown, language?: Language): Promise<{ plan: unknown; problems: Problem[] }> {
    return this.#planner.plan(recipe, language);
  }

  preview(params: CheckedParams<"preview">): Promise<ResultOf<"preview">> {
    return this.#previewer.preview(params);
  }

  list(): RunSummary[] {
    return this.#oldestFirst().map((entry) => this.#summary(entry));
  }

  #oldestFirst(): RunEntry[] {
    const created = (entry: RunEntry) => entry.facts.createdAt ?? entry.folderTime;
    return [...this.#parts.store.entries.values()].sort((a, b) => created(a) - created(b) || (a.id < b.id ? -1 : 1));
  }

  async get(run: string): Promise<ResultOf<"get">> {
    const entry = this.#entry(run);
    return onDisk(entry.folder, async () => {
      const [read, checkpoints] = await Promise.all([this.#parts.store.read(entry), checkpointsOf(entry)]);
      return { run: this.#summary(entry), ...read, checkpoints };
    });
  }

  pause(run: string): Promise<RunSummary> {
    return this.#command(run, (entry) => pauseRun(entry, this.#parts.queue));
  }

  stop(run: string): Promise<RunSummary> {
    return this.#command(run, (entry) => stopRun(entry, this.#parts.queue));
  }

  async resume(run: string, step?: number): Promise<RunSummary> {
    await this.#entry(run).settled();
    const { queue } = this.#parts;
    return this.#command(run, (entry) =>
      step === undefined ? resumeRun(entry, queue) : resumeRunFrom(entry, queue, step),
    );
  }

  async delete(run: string): Promise<{ trashedTo: string }> {
    const entry = this.#entry(run);
    await this.#mayWrite();
    await entry.settled();
    return entry.inTurn(async () => {
      if (entry.live) throw ServiceError.wrongState(run, entry.state, "deleted", "Stop it first.");
      await this.#parts.queue.remove(run);
      const trashedTo = await onDisk(entry.folder, () => this.#parts.store.trash(entry));
      this.#recordListeners.delete(run);
      this.#changes.deleted(run);
      this.#parts.store.changed = true;
      this.#queueChanged();
      return { trashedTo };
    });
  }

  async restore(run: string): Promise<RunSummary> {
    const { store } = this.#parts;
    const there = store.entries.get(run);
    if (there !== undefined) throw ServiceError.wrongState(run, there.state, "brought back", "It is not deleted.");
    await this.#mayWrite();
    const entry = await onDisk({ path: store.folder }, () => store.untrash(run));
    if (entry === null) throw ServiceError.unknownRun(run);
    if (this.#waits(entry)) await this.#parts.queue.put(run);
    this.#supervisor.startNext();
    return this.#changed(entry);
  }

  label(run: string, labels: ParamsOf<"label">["labels"]): Promise<RunSummary> {
    return this.#command(run, async (entry) => {
      const all = { ...entry.labels, ...labelsSchema.parse(labels) };
      await writeLabels(entry.folder.path, all);
      entry.labels = all;
    });
  }

  reorder(run: string, position: number): Promise<RunSummary> {
    return this.#command(run, (entry) => moveInQueue(entry, this.#parts.queue, position));
  }

  async history(params: ParamsOf<"history">): Promise<ResultOf<"history">> {
    const { run, metric, buckets = 1000, ...range } = params;
    const log = await this.#parts.store.log(this.#entry(run));
    const { lastSequence } = log.facts;
    return { buckets: await log.history(metric, buckets, range), lastSequence };
  }

  async events(run: string): Promise<ResultOf<"events">> {
    const log = await this.#parts.store.log(this.#entry(run));
    return { events: [...log.state.notes], lastSequence: log.facts.lastSequence };
  }

  async evaluation(run: string, epoch?: number): Promise<ResultOf<"evaluation">> {
    const entry = this.#entry(run);
    return onDisk(entry.folder, () => evaluationOf(entry, epoch));
  }

  lastSequence(run: string): number {
    return this.#entry(run).facts.lastSequence;
  }

  async records(run: string, afterSequence: number, limit: number): Promise<JournalEvent[]> {
    const log = await this.#parts.store.log(this.#entry(run));
    return log.records(afterSequence, limit);
  }

  onRecords(run: string, listener: (lastSequence: number) => void): () => void {
    this.#entry(run);
    const listeners = this.#recordListeners.get(run) ?? new Set();
    this.#recordListeners.set(run, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  onChanged(listener: (change: { runs: RunSummary[]; deleted: string[] }) => void): () => void {
    return this.#changes.listen(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const end of this.#ends) end();
    this.#supervisor.close();
    this.#previewer.close();
    this.#changes.close();
    await Promise.all([...this.#parts.store.entries.values()].map((entry) => entry.inTurn(async () => {})));
    await this.#save({ last: true });
    await this.#parts.lease.release();
  }

  /** Does what a person asked for, after whatever is being done to the run, and answers with how it stands then. */
  async #command(run: string, work: (entry: RunEntry) => Promise<void>): Promise<RunSummary> {
    const entry = this.#entry(run);
    await this.#mayWrite();
    const before = this.#parts.queue.runs;
    await entry.inTurn(() => onDisk(entry.folder, () => work(entry)));
    if (this.#parts.queue.runs !== before) this.#queueChanged();
    this.#supervisor.startNext();
    return this.#changed(entry);
  }

  #entry(run: string): RunEntry {
    const entry = this.#parts.store.entries.get(run);
    if (entry === undefined) throw ServiceError.unknownRun(run);
    return entry;
  }

  #summary(entry: RunEntry): RunSummary {
    return entry.summary(this.#parts.queue.position(entry.id));
  }

  #changed(entry: RunEntry): RunSummary {
    this.#parts.store.changed = true;
    this.#changes.changed(entry.id);
    const { lastSequence } = entry.facts;
    for (const listener of this.#recordListeners.get(entry.id) ?? []) listener(lastSequence);
    return this.#summary(entry);
  }

  #queueChanged(): void {
    for (const id of this.#parts.queue.runs) this.#changes.changed(id);
  }
}
