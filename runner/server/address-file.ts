import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";

/** What a runner writes for programs that look for it on the same machine: {url, pid, tokenFile, version}. */
export interface AddressFile {
  url: string;
  tokenFile: string;
}

/** Writes it whole or not at all, for its owner alone; returns how to take it away, where it still is this runner's. */
export function writeAddressFile(file: string, address: AddressFile): () => void {
  const text = `${JSON.stringify({ ...address, pid: process.pid, version: packageJson.version })}\n`;
  const partial = `${file}.${process.pid}`;
  try {
    writeFileSync(partial, text, { mode: 0o600 });
    renameSync(partial, file);
  } catch (error) {
    throw new UserError(
      "address-unwritable",
      `The runner's address cannot be written to ${printable(file)} (${(error as Error).message}). Choose another place with --address-file.`,
      { cause: error },
    );
  }
  return () => {
    try {
      if (readFileSync(file, "utf8") === text) rmSync(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // somebody took it away: that was the aim
    }
  };
}
