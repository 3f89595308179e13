import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { type TensorflowPackage, TFJS_NODE_VERSION, tensorflowFolder } from "./packages.ts";

/**
 * Installs a package into the user's folder with npm, its install script included: that script downloads TensorFlow's library.
 * npm's words go to stderr. Throws UserError `backend-install-failed`.
 */
export async function installTensorflow(name: TensorflowPackage, folder = tensorflowFolder()): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ private: true }, null, 2)}\n`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = [
    "install",
    `${name}@${TFJS_NODE_VERSION}`,
    "--ignore-scripts=false",
    "--foreground-scripts",
    "--no-audit",
    "--no-fund",
  ];
  const end = await new Promise<string | null>((resolve) => {
    spawn(npm, args, { cwd: folder, stdio: ["ignore", 2, 2], shell: process.platform === "win32" })
      .on("error", (error) => resolve(error.message))
      .on("close", (code, signal) => resolve(code === 0 ? null : `exit code ${code ?? signal}`));
  });
  if (end === null) return;
  throw new UserError(
    "backend-install-failed",
    `\`npm ${args.join(" ")}\` in ${folder} failed (${end}); npm's own words are above. The usual causes are a network that does not reach the npm registry or storage.googleapis.com, where TensorFlow's library lies, and a full disk.`,
    { exitCode: 1 },
  );
}
