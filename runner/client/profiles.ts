import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type ParseError, parse } from "jsonc-parser";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { configFolder } from "../server/access/token.ts";
import { printable } from "../terminal/style.ts";

/**
 * The runners that a person uses, by name: `runners.json` in Recipe Lab's configuration folder. Paths are relative to that
 * folder; `~/` is the home folder.
 */
const profileSchema = z.strictObject({
  url: z.string(),
  /** The file that holds the token. */
  tokenFile: z.string().optional(),
  /** A certificate authority, or the runner's own certificate, as PEM. */
  ca: z.string().optional(),
  /** SHA-256 fingerprint of the runner's certificate, as `serve` prints it. */
  pin: z.string().optional(),
  /** Sends the token in the clear to an http:// address beyond this machine. */
  insecure: z.boolean().optional(),
});
export type Profile = z.output<typeof profileSchema>;

const profilesSchema = z.record(z.string(), profileSchema);

export const profilesFile = (): string => join(configFolder(), "runners.json");

/** The profile called `name`. Throws a UserError that lists those that there are. */
export function profile(name: string, file = profilesFile()): Profile {
  const profiles = readProfiles(file);
  const found = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (found === undefined) {
    const names = Object.keys(profiles);
    throw new UserError(
      "unknown-runner",
      `${printable(name)} is neither a runner's URL nor a name in ${file} (${names.length === 0 ? "which names none" : `it has ${names.map((one) => printable(one)).join(", ")}`}). Write --runner https://HOST:PORT, or add the name to the file.`,
    );
  }
  const path = (given: string) =>
    given.startsWith("~/") ? join(homedir(), given.slice(2)) : resolve(dirname(file), given);
  return {
    ...found,
    ...(found.tokenFile === undefined ? {} : { tokenFile: path(found.tokenFile) }),
    ...(found.ca === undefined ? {} : { ca: path(found.ca) }),
  };
}

/** No file is no profiles. */
export function readProfiles(file = profilesFile()): Record<string, Profile> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new UserError("profiles-unusable", `${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  const errors: ParseError[] = [];
  const content: unknown = parse(text, errors, { allowTrailingComma: true });
  const checked = profilesSchema.safeParse(content);
  if (errors.length === 0 && checked.success) return checked.data;
  const why = checked.success
    ? "it is not JSON"
    : checked.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`).join("; ");
  throw new UserError(
    "profiles-unusable",
    `${file} cannot be used: ${why}. Expected {"NAME": {"url": "https://HOST:PORT", "tokenFile": "FILE"}}, with "ca" or "pin" where the certificate is not publicly trusted.`,
  );
}
