import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../../errors.ts";
import { printable } from "../../terminal/style.ts";

/** The folder of Recipe Lab's own files of this user. */
export function configFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base =
    process.platform === "win32"
      ? (environment.APPDATA ?? join(homedir(), "AppData", "Roaming"))
      : environment.XDG_CONFIG_HOME || join(homedir(), ".config");
  return join(base, "recipe-lab");
}

/** Where `serve` keeps its token and where commands on the same machine look for it. */
export const defaultTokenFile = (): string => join(configFolder(), "token");

/** 256 bits as base64url. */
export const newToken = (): string => randomBytes(32).toString("base64url");

const usableToken = /^[\x21-\x7e]{32,512}$/;

/** The token in `file`; a new one is written there, for its owner alone, where there is no file yet. */
export function tokenOf(file: string): { token: string; created: boolean } {
  const token = newToken();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: "wx", flush: true });
    return { token, created: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return { token: readToken(file), created: false };
    throw new UserError(
      "token-unwritable",
      `The token cannot be written to ${printable(file)} (${(error as Error).message}). Choose another place with --token-file.`,
      { cause: error },
    );
  }
}

/** Reads a token that only its owner can read. Throws a UserError that names the file, never its content. */
export function readToken(file: string): string {
  const name = printable(file);
  const refuse = (why: string, cause?: unknown) =>
    new UserError("token-unusable", `The token file ${name} ${why}`, { cause });
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw refuse("does not exist. Copy the runner's token there, or name another file.", error);
    }
    throw refuse(`cannot be read (${(error as Error).message}).`, error);
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size > 4096) throw refuse("is not a file with one line in it.");
    if (process.platform !== "win32" && (status.mode & 0o077) !== 0) {
      throw refuse(`can be read by others. Take their rights away: chmod 600 ${name}`);
    }
    return checkedToken(readFileSync(descriptor, "utf8").trim(), `The token file ${name}`);
  } finally {
    closeSync(descriptor);
  }
}

/** Throws a UserError where `token` can be none. @param where what holds it, at the start of a sentence */
export function checkedToken(token: string, where: string): string {
  if (usableToken.test(token)) return token;
  throw new UserError(
    "token-unusable",
    `${where} holds no token: expected one line of 32 to 512 printable characters without a blank.`,
  );
}

/** A secret as it is kept in memory: hashes of equal length are what is compared, in constant time. */
export class SecretHash {
  readonly #hash: Buffer;

  constructor(secret: string) {
    this.#hash = digest(secret);
  }

  matches(candidate: string): boolean {
    return timingSafeEqual(this.#hash, digest(candidate));
  }
}

const digest = (secret: string) => createHash("sha256").update(secret).digest();
