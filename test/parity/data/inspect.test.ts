import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { expect, test } from "vitest";
import { createStream } from "../../../shared/random.ts";
import { findPython, runPython } from "../../support/python.ts";

const found = findPython(["numpy", "PIL"]);
const name = "dataset inspect: mean, deviation, covariance and eigenvectors as NumPy's";

test.skipIf("missing" in found)("missing" in found ? `${name} (${found.missing})` : name, async () => {
  if ("missing" in found) return;
  const folder = mkdtempSync(join(tmpdir(), "inspect-"));
  try {
    // Correlated noise in images of several sizes, so that no eigenvalue is near another and pixels, not images, count.
    const stream = createStream({ seed: 0, purpose: "augmentation" });
    for (let k = 0; k < 12; k++) {
      mkdirSync(join(folder, `class-${k % 3}`), { recursive: true });
      const [width, height] = [20 + 7 * k, 50 - 3 * k];
      const bytes = Buffer.from(
        Array.from({ length: width * height }, () => {
          const [a, b, c] = [stream.between(0, 160), stream.between(0, 60), stream.between(0, 30)];
          return [a + b, a + c, a * 0.5 + 40 + b];
        }).flat(),
      );
      await sharp(bytes, { raw: { width, height, channels: 3 } })
        .png()
        .toFile(join(folder, `class-${k % 3}`, `${k}.png`));
    }
    const program = fileURLToPath(new URL("../../../dist/recipe-lab.mjs", import.meta.url));
    const { color } = JSON.parse(
      execFileSync(process.execPath, [program, "dataset", "inspect", folder, "--json"], { encoding: "utf8" }),
    );
    const script = fileURLToPath(new URL("color_statistics.py", import.meta.url));
    const numpy = JSON.parse(runPython(found.python, script, [folder]));
    const close = (ours: number[], theirs: number[], digits: number) => {
      expect(ours.length).toBe(theirs.length);
      for (const [k, value] of ours.entries()) expect(value).toBeCloseTo(theirs[k]!, digits);
    };
    close(color.mean, numpy.mean, 9);
    close(color.standardDeviation, numpy.standardDeviation, 9);
    close(color.covariance.flat(), numpy.covariance.flat(), 7);
    close(
      color.eigenvalues,
      numpy.values.map((value: number) => value / 255),
      7,
    );
    close(color.principalDeviations, numpy.values.map(Math.sqrt), 7);
    for (const k of [0, 1, 2]) {
      const ours = color.eigenvectors.map((row: number[]) => row[k]!);
      const theirs = numpy.vectors.map((row: number[]) => row[k]!);
      // The sign of an eigenvector is free.
      const sign = Math.sign(ours.reduce((sum: number, value: number, row: number) => sum + value * theirs[row]!, 0));
      close(
        ours,
        theirs.map((value: number) => sign * value),
        9,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
