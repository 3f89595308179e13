import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { printable } from "../../terminal/style.ts";

/**
 * Installs packages from npm, with the user's own client and so their own registry, proxy and cache, in a temporary
 * folder; hands the folders of the packages to `use`; and removes them. No script of a package is run.
 */
export async function withNpmPackages<Result>(
  packages: Record<string, string>,
  use: (folder: (name: string) => string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "recipe-lab-fetch-"));
  try {
    const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
    const quiet = ["--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    await npm(["install", "--prefix", folder, "--omit=dev", "--no-global", ...quiet, ...wanted], wanted);
    return await use((name) => join(folder, "node_modules", name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function npm(args: string[], wanted: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // npm on Windows is a script, which only a shell starts. No argument needs quoting but the folder.
    const windows = process.platform === "win32";
    const child = spawn("npm", windows ? args.map((argument) => `"${argument}"`) : args, {
      stdio: ["ignore", "ignore", "pipe"],
      shell: windows,
    });
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-4000);
    });
    child.on("error", (cause) => {
      const came = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "there is no npm on PATH" : cause.message;
      reject(
        new UserError(
          "npm-missing",
          `The data comes from the npm packages ${wanted.join(", ")}, but ${came}. Install npm (it comes with Node.js) and call again.`,
          { exitCode: 1, cause },
        ),
      );
    });
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(npmFailed(wanted, code, complaint));
    });
  });
}

function npmFailed(wanted: readonly string[], code: number | null, complaint: string): UserError {
  const lines = complaint
    .split("\n")
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, "").trim())
    .filter((line) => line !== "" && !/complete log of this run|^\s*\S+\.log$/.test(line));
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|EHOSTUNREACH/.test(complaint);
  const full = /ENOSPC/.test(complaint);
  const advice = full
    ? "Make room on the disk of the temporary folder, or set TMPDIR to another"
    : offline
      ? "The registry cannot be reached: check the connection, and the registry and proxy of `npm config list`"
      : "Try `npm view` on the package, and look at `npm config list`";
  return new UserError(
    "npm-failed",
    `npm could not bring ${wanted.join(", ")} (exit code ${code}): ${printable(lines.slice(0, 4).join("; ") || "it said nothing")}. ${advice}. Nothing was changed.`,
    { exitCode: 1 },
  );
}
