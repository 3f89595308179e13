import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawing } from "../../support/images.ts";
import { recipeLab } from "../../support/recipe-lab.ts";

let folder = "";
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "bench-")));
  for (let index = 0; index < 3; index++) {
    await sharp(drawing("cross", index, 300), { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toFile(join(folder, `${index}.jpg`));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("bench pipeline", () => {
  test("--json: machine, images, figures and ratios", async () => {
    const { code, stdout } = await recipeLab(["bench", "pipeline", "--images", folder, "--rounds", "1", "--json"]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.machine.versions.node).toBe(process.versions.node);
    expect(report.images).toContain("3 files");
    const names = report.contenders.map(({ name }: { name: string }) => name);
    expect(names).toContain("six steps from JPEG, one thread");
    for (const { imagesPerSecond } of report.contenders) expect(imagesPerSecond).toBeGreaterThan(0);
    expect(report.comparisons).toContainEqual({
      name: "two workers / one",
      ratio: expect.any(Number),
      atLeast: 1.8,
      aim: 1.95,
    });
    // torchvision's ratio is there where torchvision is; otherwise a note says why it is not.
    const compared = report.comparisons.some(({ name }: { name: string }) => name.endsWith("/ torchvision, float32"));
    expect(compared || report.notes.some((note: string) => note.includes("torchvision"))).toBe(true);
  });

  test("a table for people, without the peer", async () => {
    const args = ["bench", "pipeline", "--images", folder, "--rounds", "1", "--no-peer"];
    const { code, stdout } = await recipeLab(args);
    expect(code).toBe(0);
    expect(stdout).toContain("not compared with torchvision: --no-peer");
    expect(stdout).toMatch(/six steps from JPEG, one thread +\d+/);
  });

  test("a folder without JPEG files is refused", async () => {
    const { code, stderr } = await recipeLab(["bench", "pipeline", "--images", join(folder, "..", "nothing")]);
    expect(code).toBe(2);
    expect(stderr).toContain("nothing");
  });
});
