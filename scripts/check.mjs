// npm run check: the quick loop. Format, lint, types and unit tests side by side; prints only what failed.
import { spawn } from "node:child_process";
import { ensureInstalled, packageProgram, root } from "./lib/setup.mjs";

ensureInstalled();

function task(name, program, args) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    child.once("close", (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.error(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
      if (code !== 0) console.error(output);
      resolve(code === 0);
    });
  });
}

const results = await Promise.all([
  task("format and lint", packageProgram("@biomejs/biome", "biome"), ["ci", "--error-on-warnings", "."]),
  task("types", packageProgram("typescript", "tsc"), ["-b"]),
  task("unit tests", packageProgram("vitest", "vitest"), ["run", "--project", "unit"]),
]);
process.exitCode = results.every(Boolean) ? 0 : 1;
