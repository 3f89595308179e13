import { UserError } from "../errors.ts";

const reasons: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "your disk quota is used up",
  EFBIG: "the file would be larger than is allowed here",
  EIO: "the disk reports an input/output error",
  EROFS: "the disk is mounted read-only",
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file of that name is in the way",
};

/** The code of an operating system error ("ENOENT"), or undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/**
 * A failed write in a person's words. `subject` is what was being written ("the checkpoint of step 120"), `advice` what
 * to do. An error that is not of the file system comes back as it is: it is a defect, and its stack is wanted.
 */
export function storageError(error: unknown, subject: string, path: string, advice: string): unknown {
  const reason = reasons[errorCode(error) ?? ""];
  if (reason === undefined) return error;
  return new UserError("storage", `${subject} could not be written to ${path}: ${reason}. ${advice}`, {
    exitCode: 1,
    cause: error,
  });
}
