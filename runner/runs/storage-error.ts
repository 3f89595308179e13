import { UserError } from "../errors.ts";

/** What a code means, and what to do about it. */
const reasons: Record<string, readonly [reason: string, remedy: string]> = {
  ENOSPC: ["the disk is full", "Make room"],
  EDQUOT: ["your disk quota is used up", "Make room"],
  EFBIG: ["the file would be larger than is allowed here", "Raise the limit"],
  EIO: ["the disk reports an input/output error", "Look after the disk"],
  EROFS: ["the disk is mounted read-only", "Make it writable"],
  EACCES: ["this user may not write there", "Change the permissions"],
  EPERM: ["this user may not write there", "Change the permissions"],
  ENOENT: ["a folder of the path is not there", "Check the path"],
  ENOTDIR: ["a part of the path is a file", "Check the path"],
  EEXIST: ["a file of that name is in the way", "Remove it"],
};

/** The code of an operating system error ("ENOENT"), or undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/**
 * A failed write in a person's words. `subject` is what was being written ("The checkpoint of step 120"), `next` what
 * to do after the remedy, or instead of it ("then go on with --resume"). An error that is not of the file system comes back as it is: it is a defect, and its stack is wanted.
 */
export function storageError(error: unknown, subject: string, path: string, next: string): unknown {
  const known = reasons[errorCode(error) ?? ""];
  if (known === undefined) return error;
  const [reason, remedy] = known;
  return new UserError("storage", `${subject} could not be written to ${path}: ${reason}. ${remedy}, ${next}.`, {
    exitCode: 1,
    cause: error,
  });
}
