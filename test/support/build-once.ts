import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Vitest global set-up: tests that start the command line or worker threads run what `npm run build` makes. */
export default function buildOnce(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url)), "--quiet"], {
    stdio: "inherit",
  });
}
