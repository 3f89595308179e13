import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { link, readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { replaceFile, writeSynced } from "./durable.ts";
import { errorCode, storageError } from "./storage-error.ts";

/**
 * Who may write a run's folder. `lease.json` names the owner and an epoch that grows with every owner. To become the
 * owner of epoch n a process creates `lease.<n>.claim`, which only one can do; then it writes `lease.json`. An owner asks
 * before it commits or writes anything, so one that was replaced while it slept, or while its machine could not be reached,
 * writes nothing more.
 */
const ownerSchema = z.object({
  epoch: z.int().min(1),
  host: z.string(),
  pid: z.int(),
  /** Identity of the boot, and start of the process in it: a process id alone is used again. Null where unknown. */
  boot: z.string().nullable(),
  processStart: z.string().nullable(),
  /** Milliseconds since 1970. */
  since: z.number(),
  /** The owner is done; anybody may take the lease. */
  released: z.boolean(),
});
type Owner = z.output<typeof ownerSchema>;

export interface Lease {
  epoch: number;
  /** The process that held the lease before and ended without releasing it, for the log; null where none did. */
  takenFrom: { pid: number; host: string } | null;
  /** Throws a UserError when another process has taken the run over. */
  assertHeld(): Promise<void>;
  /** The same, for every record of a journal: a look at the file's identity, which each new owner changes. */
  assertOwner(): void;
  release(): Promise<void>;
}

/** Becomes the owner of a run's folder, or throws a UserError that names who is, or what the disk has against it. */
export async function acquireLease(folder: string, now: () => number = Date.now): Promise<Lease> {
  try {
    return await acquire(folder, now);
  } catch (error) {
    throw storageError(error, "The lease", folder, "then try again");
  }
}

async function acquire(folder: string, now: () => number): Promise<Lease> {
  const path = join(folder, "lease.json");
  const before = await readOwner(path);
  if (before !== undefined && !before.released && isAlive(before)) throw refused(folder, before);
  const owner = await claim(folder, (before?.epoch ?? 0) + 1, now());
  const meanwhile = await readOwner(path);
  if (meanwhile !== undefined && meanwhile.epoch >= owner.epoch) throw refused(folder, meanwhile);
  await replaceFile(path, JSON.stringify(owner));
  for (const name of await readdir(folder)) {
    const old = /^lease\.(\d+)\.claim$/.exec(name);
    if (old !== null && Number(old[1]) < owner.epoch) await rm(join(folder, name), { force: true });
  }
  const assertHeld = async () => {
    const current = await readOwner(path);
    if (!isSame(current, owner)) throw lost(folder, current);
  };
  let verified: string | undefined;
  const assertOwner = () => {
    const file = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (file === undefined) throw lost(folder, undefined);
    const identity = `${file.ino} ${file.mtimeNs}`;
    if (identity === verified) return;
    const current = parseOwner(readFileSync(path, "utf8"), path);
    if (!isSame(current, owner)) throw lost(folder, current);
    verified = identity;
  };
  return {
    epoch: owner.epoch,
    takenFrom: before !== undefined && !before.released ? { pid: before.pid, host: before.host } : null,
    assertHeld,
    assertOwner,
    async release() {
      await assertHeld();
      await replaceFile(path, JSON.stringify({ ...owner, released: true } satisfies Owner));
    },
  };
}

/** A person may have deleted the lease's files, and then epochs begin again. */
function isSame(current: Owner | undefined, owner: Owner): boolean {
  return current?.epoch === owner.epoch && current.pid === owner.pid && current.since === owner.since;
}

/** The process that holds a run's lease and may still be writing, or null. */
export async function leaseHolder(folder: string): Promise<{ pid: number; host: string } | null> {
  const owner = await readOwner(join(folder, "lease.json"));
  return owner !== undefined && !owner.released && isAlive(owner) ? { pid: owner.pid, host: owner.host } : null;
}

/** Ends the process that holds a run's lease at once, as far as it is one of this machine. */
export async function killHolder(folder: string): Promise<void> {
  const holder = await leaseHolder(folder);
  if (holder === null || holder.host !== hostname()) return;
  try {
    process.kill(holder.pid, "SIGKILL");
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error; // it was faster
  }
}

/** Creates the claim of the first epoch from `epoch` on that no living process has claimed. */
async function claim(folder: string, epoch: number, since: number): Promise<Owner> {
  const identity = {
    host: hostname(),
    pid: process.pid,
    boot: bootId(),
    processStart: processStatus(process.pid)?.start ?? null,
  };
  for (let next = epoch; ; next++) {
    const owner: Owner = { epoch: next, ...identity, since, released: false };
    const path = join(folder, `lease.${next}.claim`);
    const temporary = `${path}.${randomBytes(4).toString("hex")}`;
    try {
      await writeSynced(temporary, JSON.stringify(owner));
      // A link appears with its whole content and fails where the name exists.
      await link(temporary, path);
      return owner;
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    } finally {
      await rm(temporary, { force: true });
    }
    const rival = await readOwner(path);
    if (rival !== undefined && isAlive(rival)) throw refused(folder, rival);
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  return parseOwner(text, path);
}

function parseOwner(text: string, path: string): Owner {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(
      "lease-damaged",
      `${path} is not a lease that recipe-lab wrote. When no process trains this run, delete the file and try again.`,
      { cause: error },
    );
  }
}

/** Whether an owner may still be writing. A process on another machine cannot be asked, so it counts as alive. */
function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  if (owner.boot !== bootId()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false; // EPERM: it lives, and is another user's
  }
  const status = processStatus(owner.pid);
  // A zombie has ended; it only waits for its parent to notice.
  return owner.processStart === (status?.start ?? null) && status?.state !== "Z" && status?.state !== "X";
}

function bootId(): string | null {
  return readProc("/proc/sys/kernel/random/boot_id");
}

/** Fields 3 and 22 of /proc/PID/stat: state, and clock ticks from boot to the start. Undefined where there is no /proc. */
function processStatus(pid: number): { state: string; start: string } | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may hold blanks and brackets itself.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields === undefined ? undefined : { state: fields[0] ?? "", start: fields[19] ?? "" };
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null; // not Linux, or the process is gone: then there is nothing to compare
  }
}

function refused(folder: string, owner: Owner): UserError {
  const elsewhere =
    owner.host === hostname()
      ? `Wait for it, or stop it with Ctrl-C or \`kill ${owner.pid}\`, and try again.`
      : `If that machine is gone for good, delete the lease files (lease.*) in the folder and try again.`;
  return new UserError(
    "run-in-use",
    `Process ${owner.pid} on ${owner.host} has been writing ${folder} since ${new Date(owner.since).toISOString()}; a run has one writer. ${elsewhere}`,
  );
}

function lost(folder: string, owner: Owner | undefined): UserError {
  const who = owner === undefined ? "Its lease is gone" : `Process ${owner.pid} on ${owner.host} has taken it over`;
  return new UserError(
    "lease-lost",
    `This process may no longer write ${folder}. ${who}. What this process did since its last checkpoint is dropped.`,
    { exitCode: 1 },
  );
}
