import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readControl } from "../control.ts";
import { syncFolder } from "../durable.ts";
import { isRun, readPlan, runFolder } from "../run-folder.ts";
import { errorCode } from "../storage-error.ts";
import { type IndexRow, readIndex, writeIndex } from "./index-file.ts";
import { readLabels } from "./labels.ts";
import { loadLog, saveLog } from "./log-cache.ts";
import { planFacts } from "./plan-facts.ts";
import { RunEntry } from "./run-entry.ts";
import { RunLog } from "./run-log.ts";
import { readIdempotencyKey } from "./submission.ts";

/** Logs of runs that are over and were asked for lately stay open, so many of them. */
const openLogs = 8;
/** So much of a journal is read in less time than its cache takes to write. */
const cachedBytes = 8 << 20;

/**
 * The folder of run folders. `.service/` in it is the service's own: its lease, the order of the queue, and caches that
 * are made anew where they are missing. `.trash/` holds deleted runs.
 */
export class Store {
  readonly folder: string;
  readonly entries = new Map<string, RunEntry>();
  readonly #now: () => number;
  readonly #report: (message: string) => void;
  /** What the index said when the store was opened. */
  #index = new Map<string, IndexRow>();
  /** Whether the index on disk is behind. */
  changed = true;
  /** Up to where the cache of a journal goes. */
  readonly #savedBytes = new Map<string, number>();
  /** Ids of runs that are over and whose log is open, latest last. */
  #recent: string[] = [];
  /** Folders that look like runs and cannot be read; each is reported once. */
  readonly #unreadable = new Set<string>();

  constructor(folder: string, options: { now: () => number; report: (message: string) => void }) {
    this.folder = folder;
    this.#now = options.now;
    this.#report = options.report;
  }

  get own(): string {
    return join(this.folder, ".service");
  }

  get #trash(): string {
    return join(this.folder, ".trash");
  }

  get #indexFile(): string {
    return join(this.own, "index.json");
  }

  get #caches(): string {
    return join(this.own, "history");
  }

  #cacheFile(id: string): string {
    return join(this.#caches, id);
  }

  async open(): Promise<void> {
    await mkdir(this.#caches, { recursive: true }).catch(() => {}); // where there is no room, there are no caches
    this.#index = await readIndex(this.#indexFile);
    await this.scan();
    this.#index.clear();
    await this.#dropCaches().catch(() => {}); // next time, then
  }

  /** Removes caches of runs that are gone, and what a crash left half written. */
  async #dropCaches(): Promise<void> {
    for (const name of await readdir(this.#caches)) {
      if (!this.entries.has(name)) await rm(join(this.#caches, name), { force: true });
    }
  }

  /** Looks for run folders that came and went. Returns the entries that are new and those that are gone. */
  async scan(): Promise<{ added: RunEntry[]; gone: RunEntry[] }> {
    const known = [...this.entries.values()];
    const names = (await readdir(this.folder, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name);
    const added: RunEntry[] = [];
    for (const name of names) {
      if (this.entries.has(name) || this.#unreadable.has(name)) continue;
      try {
        const entry = await this.add(name);
        if (entry !== null) added.push(entry);
      } catch (error) {
        this.#unreadable.add(name);
        this.#report(`Run ${name} is left out: ${(error as Error).message}`);
      }
    }
    const present = new Set(names);
    const gone = known.filter((entry) => !present.has(entry.id) && this.entries.delete(entry.id));
    return { added, gone };
  }

  /** Takes a run folder in; null where the name is not a run's. */
  async add(id: string): Promise<RunEntry | null> {
    const folder = runFolder(join(this.folder, id));
    const row = this.#index.get(id);
    if (row === undefined && !(await isRun(folder))) return null;
    const journalSize = await sizeOf(folder.journal);
    const path = folder.journal;
    const entry = new RunEntry({
      folder,
      plan: row?.plan ?? planFacts(await readPlan(folder)),
      folderTime: row?.folderTime ?? (await stat(folder.plan)).mtimeMs,
      labels: readLabels(folder.path),
      control: readControl(folder.path),
      idempotencyKey: row === undefined ? readIdempotencyKey(folder.path) : row.idempotencyKey,
      known: row?.bytes === journalSize ? { facts: row.facts, bytes: row.bytes } : null,
      openLog: async () => new RunLog(path, (await loadLog(this.#cacheFile(id))) ?? undefined),
      now: this.#now,
    });
    if (row?.bytes !== journalSize) {
      await entry.openLog();
      await this.#saveLog(entry, 1); // or the first look at its curves would read it all again
      entry.closeLog();
    }
    const meanwhile = this.entries.get(id); // a submit and a scan may find the same folder
    if (meanwhile !== undefined) return meanwhile;
    this.entries.set(id, entry);
    return entry;
  }

  /** The log of a run, for an answer about it. */
  async log(entry: RunEntry): Promise<RunLog> {
    const log = await entry.openLog();
    this.#recent = [...this.#recent.filter((id) => id !== entry.id), entry.id];
    while (this.#recent.length > openLogs) await this.putAway(this.entries.get(this.#recent.shift()!));
    return log;
  }

  /** Closes the log of a run on which nobody works, and keeps what it knows in the cache. */
  async putAway(entry: RunEntry | undefined): Promise<void> {
    if (entry === undefined || entry.live || entry.log === null) return;
    await this.#saveLog(entry, 1);
    entry.closeLog();
  }

  /** @param growth bytes of the journal that the cache must be behind to be written */
  async #saveLog({ id, log }: RunEntry, growth: number): Promise<void> {
    if (log === null || log.state.bytes < cachedBytes) return;
    if (log.state.bytes < (this.#savedBytes.get(id) ?? 0) + growth) return;
    this.#savedBytes.set(id, log.state.bytes);
    // A cache that the disk does not take is made anew when it is wanted.
    await saveLog(this.#cacheFile(id), log.state).catch(() => {});
  }

  /** Writes what the caches are behind: the index by anything, the cache of a journal by much, or for the `last` time. */
  async save({ last = false } = {}): Promise<void> {
    for (const entry of this.entries.values()) await this.#saveLog(entry, last ? 1 : cachedBytes);
    if (!this.changed) return;
    this.changed = false;
    const rows = new Map<string, IndexRow>();
    for (const entry of this.entries.values()) {
      const { plan, folderTime, idempotencyKey, known } = entry;
      rows.set(entry.id, { plan, folderTime, idempotencyKey, facts: known.facts, bytes: known.bytes });
    }
    await writeIndex(this.#indexFile, rows).catch(() => {});
  }

  /** Moves a run to the trash. Returns where it is. */
  async trash(entry: RunEntry): Promise<string> {
    await mkdir(this.#trash, { recursive: true });
    const target = join(this.#trash, entry.id);
    await rename(entry.folder.path, target);
    await syncFolder(this.#trash);
    await syncFolder(this.folder);
    await rm(this.#cacheFile(entry.id), { force: true });
    this.#savedBytes.delete(entry.id);
    this.entries.delete(entry.id);
    return target;
  }

  /** Brings a run back from the trash; null where it is not there. */
  async untrash(id: string): Promise<RunEntry | null> {
    const names = await readdir(this.#trash).catch((error: unknown): string[] => {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    });
    if (!names.includes(id)) return null;
    await rename(join(this.#trash, id), join(this.folder, id));
    await syncFolder(this.folder);
    this.#unreadable.delete(id);
    return this.add(id);
  }

  /** The recipe as it was submitted, and the plan. */
  async read({ folder }: RunEntry): Promise<{ recipe: string; plan: unknown }> {
    return { recipe: await readFile(folder.recipe, "utf8"), plan: await readPlan(folder) };
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return 0;
    throw error;
  }
}
