import type { ProtocolErrorCode } from "../../../shared/protocol/errors.ts";
import { UserError } from "../../errors.ts";
import type { RunFolder } from "../run-folder.ts";
import { storageError } from "../storage-error.ts";
import { ServiceError } from "./service-error.ts";

/** Errors of a run's folder and the codes by which a client knows them; what is not here is a defect. */
const codes: Record<string, ProtocolErrorCode> = {
  storage: "storage",
  "journal-damaged": "storage",
  "journal-unreadable": "storage",
  "plan-damaged": "storage",
  "labels-damaged": "storage",
  "lease-damaged": "storage",
  "checkpoint-unreadable": "storage",
  "evaluation-damaged": "storage",
  "run-in-use": "wrong-state",
  "runs-in-use": "wrong-state",
  "lease-lost": "wrong-state",
};

/** Does work on a run's folder. What goes wrong with the disk, or with who may write, is refused in the protocol's words. */
export async function onDisk<T>(folder: Pick<RunFolder, "path">, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = storageError(error, "The run", folder.path, "then try again");
    const code = known instanceof UserError ? codes[known.code] : undefined;
    if (known instanceof UserError && code !== undefined) throw new ServiceError(code, known.message, { cause: error });
    throw error;
  }
}
