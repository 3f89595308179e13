import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { turboFailure } from "../../../runner/data/jpeg/turbo.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-threads-"));
const image = join(folder, "image.jpg");
// Inside of the project, so that the bundle finds its packages.
const program = fileURLToPath(new URL("../../../.build/native-threads.mjs", import.meta.url));

beforeAll(async () => {
  await sharp({ create: { width: 1000, height: 1000, channels: 3, background: "green" } }).toFile(image);
  mkdirSync(join(program, ".."), { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL("../../support/native-threads.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ways = ["asked to leave", "given up"];
test.skipIf(turboFailure() !== null).each(ways)(
  "threads that decode end without the process when they are %s",
  (way) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, image, way, "25"], { encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "ended: 25\n", stderr: "" });
  },
);
