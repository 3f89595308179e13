import { execFileSync, spawnSync } from "node:child_process";

/**
 * Finds a python3 that can import `modules` (Debian's is asked even where another comes first on PATH).
 * Returns its path, or the reason why there is none, for the name of a skipped test.
 */
export function findPython(modules: readonly string[]): { python: string } | { missing: string } {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const probe = spawnSync(python, ["-c", modules.map((name) => `import ${name}`).join("; ")], { timeout: 120_000 });
    if (probe.status === 0) return { python };
  }
  return { missing: `no python3 that imports ${modules.join(", ")}` };
}

/** Runs a script and returns its standard output; throws with its standard error where it fails. */
export function runPython(python: string, script: string, args: readonly string[]): string {
  return execFileSync(python, [script, ...args], { encoding: "utf8", maxBuffer: 64 << 20, timeout: 600_000 });
}
