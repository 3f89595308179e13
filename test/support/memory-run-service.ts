import type { NewEvent } from "../../runner/runs/journal.ts";
import type { RunService } from "../../runner/runs/run-service.ts";
import { ServiceError } from "../../runner/runs/service/service-error.ts";
import type { JournalEvent } from "../../shared/journal.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";

interface MemoryRun {
  summary: RunSummary;
  records: JournalEvent[];
  listeners: Set<(lastSequence: number) => void>;
}

/** A run service without processes and files: tests append the records, and everything else follows from them. */
export class MemoryRunService implements RunService {
  readonly runs = new Map<string, MemoryRun>();
  readonly calls: { method: string; params: unknown }[] = [];
  /** How often records were read; a thousand followers at one place need one read. */
  reads = 0;
  readonly #changed = new Set<Parameters<RunService["onChanged"]>[0]>();

  add(id: string, overrides: Partial<RunSummary> = {}): string {
    const summary: RunSummary = {
      id,
      name: id,
      state: "running",
      reason: null,
      createdAt: 1_700_000_000_000 + this.runs.size,
      startedAt: null,
      endedAt: null,
      queuePosition: null,
      backend: null,
      device: null,
      host: null,
      step: 0,
      totalSteps: 100,
      epoch: 0,
      totalEpochs: 2,
      latest: {},
      best: null,
      secondsLeft: null,
      quarantinedImages: 0,
      lastSequence: 0,
      note: "",
      tags: [],
      pinned: false,
      ...overrides,
    };
    this.runs.set(id, { summary, records: [], listeners: new Set() });
    this.#tell([summary], []);
    return id;
  }

  append(id: string, event: NewEvent): JournalEvent {
    const run = this.#run(id);
    const record = { sequence: run.records.length + 1, time: Date.now(), ...event } as JournalEvent;
    run.records.push(record);
    const metrics = record.type === "metrics" ? { step: record.step, epoch: record.epoch, latest: record.values } : {};
    const state = record.type === "state" ? { state: record.state } : {};
    run.summary = { ...run.summary, ...metrics, ...state, lastSequence: record.sequence };
    for (const listener of run.listeners) listener(record.sequence);
    return record;
  }

  /** A training step's record, of the size that real ones have. */
  appendStep(id: string, step: number): JournalEvent {
    const loss = 2 + Math.sin(step) / 3;
    return this.append(id, {
      type: "metrics",
      step,
      epoch: 0,
      values: {
        "train/loss": loss,
        "train/top1": 1 / (1 + loss),
        learningRate: 0.1,
        batchSize: 32,
        imagesPerSecond: 512.5,
      },
    });
  }

  #run(id: string): MemoryRun {
    const run = this.runs.get(id);
    if (run === undefined) throw ServiceError.unknownRun(id);
    return run;
  }

  #tell(runs: RunSummary[], deleted: string[]): void {
    for (const listener of this.#changed) listener({ runs, deleted });
  }

  #change(method: string, id: string, change: Partial<RunSummary>): RunSummary {
    const run = this.#run(id);
    this.calls.push({ method, params: id });
    run.summary = { ...run.summary, ...change };
    this.#tell([run.summary], []);
    return run.summary;
  }

  async describe(): ReturnType<RunService["describe"]> {
    return {
      ...{ host: "box", version: "0.0.0", system: "linux", processor: "8086", processors: 1 },
      ...{
        memoryBytes: 640 * 1024,
        memoryUsedBytes: null,
        backends: [],
        backend: "wasm",
        explanation: "",
        devices: [],
      },
      ...{ runsPerDevice: 1, running: 0, queued: 0, dataRoots: [] },
    };
  }
  async submit(params: Parameters<RunService["submit"]>[0]): Promise<RunSummary> {
    this.calls.push({ method: "submit", params });
    const id = this.add(`run-${this.runs.size + 1}`, { state: "queued", queuePosition: 1 });
    return this.#run(id).summary;
  }
  async plan(recipe: unknown): ReturnType<RunService["plan"]> {
    this.calls.push({ method: "plan", params: recipe });
    return { plan: null, problems: [] };
  }
  async preview({ seed = 0 }: Parameters<RunService["preview"]>[0]): ReturnType<RunService["preview"]> {
    return { problems: [], images: 0, seed, samples: [], broken: [], leftOut: 0 };
  }
  list(): RunSummary[] {
    return [...this.runs.values()].map(({ summary }) => summary);
  }
  async get(id: string): ReturnType<RunService["get"]> {
    return { run: this.#run(id).summary, recipe: "{}", plan: {}, checkpoints: [] };
  }
  async pause(id: string): Promise<RunSummary> {
    return this.#change("pause", id, { state: "paused" });
  }
  async resume(id: string): Promise<RunSummary> {
    return this.#change("resume", id, { state: "running" });
  }
  async stop(id: string): Promise<RunSummary> {
    return this.#change("stop", id, { state: "stopped" });
  }
  async delete(id: string): Promise<{ trashedTo: string }> {
    this.#run(id);
    this.runs.delete(id);
    this.#tell([], [id]);
    return { trashedTo: `trash/${id}` };
  }
  async restore(id: string): Promise<RunSummary> {
    return this.#change("restore", id, {});
  }
  async label(id: string, { name, note, tags, pinned }: Parameters<RunService["label"]>[1]): Promise<RunSummary> {
    const given = Object.entries({ name, note, tags, pinned }).filter(([, value]) => value !== undefined);
    return this.#change("label", id, Object.fromEntries(given));
  }
  async reorder(id: string, position: number): Promise<RunSummary> {
    return this.#change("reorder", id, { queuePosition: position });
  }
  async history({ run }: Parameters<RunService["history"]>[0]): ReturnType<RunService["history"]> {
    return { buckets: [], lastSequence: this.lastSequence(run) };
  }
  async events(id: string): ReturnType<RunService["events"]> {
    const { records } = this.#run(id);
    return { events: records.filter(({ type }) => type !== "metrics"), lastSequence: records.length };
  }
  async evaluation(id: string): ReturnType<RunService["evaluation"]> {
    this.#run(id);
    return { evaluation: null, available: [] };
  }
  lastSequence(id: string): number {
    return this.#run(id).records.length;
  }
  async records(id: string, afterSequence: number, limit: number): Promise<JournalEvent[]> {
    this.reads += 1;
    return this.#run(id).records.slice(afterSequence, afterSequence + limit);
  }
  onRecords(id: string, listener: (lastSequence: number) => void): () => void {
    const { listeners } = this.#run(id);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  onChanged(listener: Parameters<RunService["onChanged"]>[0]): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }
  async close(): Promise<void> {}
}
