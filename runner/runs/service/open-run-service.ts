import { resolve } from "node:path";
import { Machine } from "../../machine/machine.ts";
import { makeFolder } from "../durable.ts";
import type { RunService } from "../run-service.ts";
import { storageError } from "../storage-error.ts";
import { type BackendLook, BackendWatch } from "./devices/backends-here.ts";
import { FolderLease, leavesRunsReadable } from "./folder-lease.ts";
import { LocalRunService } from "./local-run-service.ts";
import { realRoots } from "./prepare-submission.ts";
import { Queue } from "./queue.ts";
import { Store } from "./store.ts";

export interface RunServiceOptions {
  /** Folder of the run folders; it is made where it is missing. */
  runsFolder: string;
  /** Folders that recipes may read data and weights in. */
  dataRoots: readonly string[];
  /** Runs that train at the same time on each device. */
  runsPerDevice?: number;
  /** Backend for all runs; left out, each takes the one that it was trained on so far, or else the best here. */
  backend?: string | undefined;
  /** Measures this machine. */
  machine?: Machine;
  /** Looks which backends it has. */
  backends?: BackendLook;
  /** Milliseconds since 1970; for the times of records. */
  now?: () => number;
  /** Takes messages for who runs the machine. */
  report?: (message: string) => void;
}

/**
 * Opens the run service on a folder: finds the runs that are there, goes on with those that were interrupted, and follows
 * those whose processes still go on. On a full disk it shows the runs, and begins to work when there is room. Throws a
 * UserError where another service has the folder, or a data root is none.
 */
export async function openRunService(options: RunServiceOptions): Promise<RunService> {
  const { runsPerDevice = 1, backend = null, now = Date.now, report = (line) => console.error(line) } = options;
  const { machine = new Machine(), backends = new BackendWatch() } = options;
  const folder = resolve(options.runsFolder);
  const roots = await realRoots(options.dataRoots);
  await makeFolder(folder).catch((error) => {
    throw storageError(error, "The folder of runs", folder, "or choose another place with --runs");
  });
  const store = new Store(folder, { now, report });
  const lease = new FolderLease(store.own, folder);
  await lease.take().catch((error: unknown) => {
    if (!leavesRunsReadable(error)) throw error;
    report(`Runs can be looked at, and nothing is begun or changed until the disk takes it. ${error.message}`);
  });
  try {
    await store.open();
    const queue = new Queue(`${store.own}/queue.json`);
    const service = new LocalRunService({
      store,
      queue,
      lease,
      roots,
      machine,
      backends,
      backend,
      runsPerDevice,
      report,
    });
    await service.begin();
    return service;
  } catch (error) {
    await lease.release().catch(() => {});
    throw error;
  }
}
