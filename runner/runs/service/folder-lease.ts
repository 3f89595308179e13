import { UserError } from "../../errors.ts";
import { makeFolder } from "../durable.ts";
import { acquireLease, type Lease } from "../lease.ts";
import { errorCode, storageError } from "../storage-error.ts";

/** Reasons for which a disk takes nothing while it can be read. */
const readableStill = ["ENOSPC", "EDQUOT", "EROFS"];

/**
 * A service's right to work on a folder of runs, of which one service at a time has it. It is a file, so a full disk keeps
 * it from being taken: then a service can look at the runs, and has it as soon as there is room.
 */
export class FolderLease {
  readonly #own: string;
  readonly #folder: string;
  #lease: Lease | null = null;
  #taking: Promise<void> | null = null;

  /** @param own the service's own folder in `folder` */
  constructor(own: string, folder: string) {
    this.#own = own;
    this.#folder = folder;
  }

  get held(): boolean {
    return this.#lease !== null;
  }

  /** Takes it, unless it is ours. Throws a UserError: `runs-in-use`, or `storage`. */
  take(): Promise<void> {
    if (this.#lease !== null) return Promise.resolve();
    this.#taking ??= this.#take().finally(() => {
      this.#taking = null;
    });
    return this.#taking;
  }

  async #take(): Promise<void> {
    try {
      await makeFolder(this.#own).catch((error: unknown) => {
        throw storageError(error, "The runner's folder", this.#own, "then try again");
      });
      this.#lease = await acquireLease(this.#own);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== "run-in-use") throw error;
      throw new UserError(
        "runs-in-use",
        `Another runner serves the runs in ${this.#folder}; a folder has one runner. Stop that one, or name another folder with --runs. (${error.message})`,
        { cause: error },
      );
    }
  }

  async release(): Promise<void> {
    await this.#lease?.release();
    this.#lease = null;
  }
}

/** Whether what kept the lease from being taken leaves the runs to be looked at. */
export function leavesRunsReadable(error: unknown): error is UserError {
  return error instanceof UserError && error.code === "storage" && readableStill.includes(errorCode(error.cause) ?? "");
}
