import type { RunRef } from "../../shared/dashboard/messages.ts";

/** The runs that the page's address names: "#runs=ID,ID". Ids that cannot be decoded are left out. */
export function runFromHash(hash: string, runner: string): RunRef[] {
  const named = new URLSearchParams(hash.replace(/^#/, "")).get("runs") ?? "";
  return named
    .split(",")
    .filter((run) => run !== "" && run.length <= 200)
    .map((run) => ({ runner, run }));
}
