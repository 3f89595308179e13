import { chmodSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { variables } from "./results.ts";
import { root } from "./root.ts";

/** The bundles that a run of suites needs, in a folder of their own below .build/, where Node finds the packages. */
export interface Bundles {
  folder: string;
  /** An executable file that stands in for VS Code's program. */
  launcher: string;
  /** What --extensionTestsPath names. */
  suite: string;
}

/** The suites of `folder` (below test/editor/) that were asked for: all, or those named in the environment. */
export function suitesOf(folder: string): string[] {
  const only = (process.env[variables.suites] ?? "").split(",").filter((name) => name !== "");
  return readdirSync(join(root, "test/editor", folder))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => name.slice(0, -".ts".length))
    .filter((name) => only.length === 0 || only.includes(name.slice(0, -".test".length)));
}

/** Bundles the launcher and the suites of `folder` that were asked for. */
export async function bundleSuites(folder: string): Promise<Bundles> {
  const parent = join(root, ".build/editor");
  mkdirSync(parent, { recursive: true });
  const out = mkdtempSync(join(parent, "suite-"));
  const names = suitesOf(folder);
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries([
      ["index", "test/editor/suite/index.ts"],
      ...names.map((name) => [name, `test/editor/${folder}/${name}.ts`]),
    ]),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    packages: "external",
    outdir: out,
    outExtension: { ".js": ".cjs" },
    sourcemap: "inline",
    logLevel: "warning",
  });
  const launcher = join(out, "launch.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["test/editor/host/launch.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    banner: { js: "#!/usr/bin/env node" },
    outfile: launcher,
    logLevel: "warning",
  });
  chmodSync(launcher, 0o755);
  return { folder: out, launcher, suite: join(out, "index.cjs") };
}
