import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { z } from "zod";
import { parseAddress, type RunnerAddress } from "../../shared/client/address.ts";
import { parsePin } from "../../shared/client/certificate-pin.ts";
import { UserError } from "../../shared/user-error.ts";

/**
 * The runners in the settings. They are read from the user's own settings alone: what a workspace says there is never
 * looked at, since it decides where tokens go.
 */

const entrySchema = z.object({
  name: z.string().min(1).max(100),
  url: z.string().max(1_000),
  pin: z.string().max(200).optional(),
  insecure: z.boolean().optional(),
});
export type RunnerEntry = z.output<typeof entrySchema>;

/** A runner as the settings name it; `address` is an error where it cannot be used. */
export interface ConfiguredRunner {
  name: string;
  /** As written. */
  url: string;
  target: { address: RunnerAddress; pin: string | null } | UserError;
}

const key = "runners";
const own = <T>(name: string): T | undefined =>
  vscode.workspace.getConfiguration("recipeLab").inspect<T>(name)?.globalValue;

export function configuredRunners(log: vscode.LogOutputChannel): ConfiguredRunner[] {
  const seen = new Set<string>();
  return readEntries(log).flatMap(({ name, url, pin, insecure = false }) => {
    const target = usable(url, pin, insecure);
    const id = target instanceof UserError ? url : target.address.url;
    if (seen.has(id)) {
      log.warn(`recipeLab.runners names ${id} twice; the first counts.`);
      return [];
    }
    seen.add(id);
    return [{ name, url, target }];
  });
}

function readEntries(log: vscode.LogOutputChannel): RunnerEntry[] {
  const value: unknown = own(key) ?? [];
  if (!Array.isArray(value)) {
    log.warn("recipeLab.runners in the user's settings is not a list.");
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const entry = entrySchema.safeParse(item);
    if (entry.success) return [entry.data];
    log.warn(`recipeLab.runners[${index}]: expected {"name", "url"}: ${entry.error.issues[0]?.message ?? ""}`);
    return [];
  });
}

function usable(url: string, pin: string | undefined, insecure: boolean): ConfiguredRunner["target"] {
  try {
    const address = parseAddress(url);
    if (!address.secure && !address.loopback && !insecure) throw unencrypted(address);
    return { address, pin: pin === undefined || pin === "" ? null : parsePin(pin) };
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** A token in the clear to another machine: refused, unless the person says that the network is theirs. */
export function unencrypted({ url, host, port }: RunnerAddress): UserError {
  const tunnel = `ssh -L ${port}:127.0.0.1:${port} ${host}`;
  const en = `${url} is beyond this machine and not encrypted: everyone on the way could read the token. Use https:// with the runner's certificate, or a tunnel (${tunnel}) and http://127.0.0.1:${port}.`;
  return new UserError("unencrypted", en, {
    text: {
      en,
      ko: `${url} 은(는) 다른 컴퓨터이고 암호화되지 않아 중간에서 토큰을 읽을 수 있습니다. 러너의 인증서와 함께 https:// 를 쓰거나, 터널(${tunnel})을 열고 http://127.0.0.1:${port} 를 쓰세요.`,
    },
  });
}

/** Writes the list anew, as `change` makes it of what is there; entries that cannot be read stay as they are. */
export async function changeEntries(change: (entries: unknown[]) => unknown[]): Promise<void> {
  const value: unknown = own(key) ?? [];
  const entries = change(Array.isArray(value) ? [...value] : []);
  await vscode.workspace.getConfiguration("recipeLab").update(key, entries, vscode.ConfigurationTarget.Global);
}

/** Whether an entry of the settings is the runner with this id. */
export function isEntryOf(id: string, entry: unknown): boolean {
  const read = entrySchema.safeParse(entry);
  if (!read.success) return false;
  const target = usable(read.data.url, undefined, true);
  return (target instanceof UserError ? read.data.url : target.address.url) === id;
}

/** Where the runner on this machine keeps its runs. */
export function localRunsFolder(storage: vscode.Uri): string {
  const folder = (own<string>("localRunsFolder") ?? "").trim();
  const path = folder.startsWith("~/") ? join(homedir(), folder.slice(2)) : folder;
  // A relative path would be another folder in every window.
  return isAbsolute(path) ? path : join(storage.fsPath, "runs");
}
