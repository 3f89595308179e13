import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeImageFolder } from "../support/images.ts";
import { recipeLab, start } from "../support/recipe-lab.ts";

let folder = "";
let images = "";
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "recipe-lab-pack-")));
  images = join(folder, "images");
  await writeImageFolder(images, { perClass: 40, size: 48 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Small shards, so that there are many. */
const options = ["--as", "jpeg", "--shard-size", "20K"];
const pack = (to: string, ...more: string[]) => recipeLab(["dataset", "pack", images, "--to", to, ...options, ...more]);

/** Every file of a folder and what it holds; without what depends on when it was written. */
function contents(of: string): Record<string, string> {
  const files = readdirSync(of, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    files
      .filter((file) => statSync(join(of, file)).isFile())
      .map((file) => [file, readFileSync(join(of, file), "base64")]),
  );
}

describe("dataset pack", () => {
  it("makes the same files for any number of threads, and prints the lines for the recipe", async () => {
    const [one, three] = [join(folder, "one"), join(folder, "three")];
    const { code, stdout, stderr } = await pack(one, "--workers", "1");
    expect(stderr).toContain(`${one} is packed: 120 images of 3 classes in `);
    expect(code).toBe(0);
    expect(JSON.parse(`{${stdout}}`)).toEqual({ data: { format: "packed", train: one } });
    await pack(three, "--workers", "3");
    expect(contents(three)).toEqual(contents(one));
  });

  it("refuses a second packer while the first one works, and leaves nothing of the first's lease", async () => {
    const to = join(folder, "contested");
    const { child, result } = start(["dataset", "pack", images, "--to", to, ...options, "--workers", "1"]);
    while (!existsSync(join(to, "lease.json"))) await wait(5);
    // Stopped, it cannot finish before the second comes.
    child.kill("SIGSTOP");
    const second = await pack(to);
    child.kill("SIGCONT");
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`is packing into "${to}"`);
    expect((await result).code).toBe(0);
    expect(readdirSync(to).filter((name) => name.startsWith("lease"))).toEqual([]);
  });

  it("trains as from the images themselves", async () => {
    const to = join(folder, "lossless");
    await recipeLab(["dataset", "pack", images, "--to", to]);
    const losses = [];
    for (const data of [
      { format: "imagefolder", train: images },
      { format: "packed", train: to },
    ]) {
      const recipe = join(folder, `${data.format}.recipe.json`);
      writeFileSync(
        recipe,
        JSON.stringify({
          extends: "small:baseline",
          data,
          augmentation: {
            train: [{ op: "randomResizedCrop", size: 32 }, { op: "horizontalFlip" }, { op: "normalize" }],
            validation: [{ op: "resizeShorterEdge", size: 32 }, { op: "centerCrop", size: 32 }, { op: "normalize" }],
          },
          training: { batchSize: 20 },
        }),
      );
      const run = await recipeLab([
        "run",
        recipe,
        "--runs",
        join(folder, "runs"),
        "--max-steps",
        "3",
        "--trace",
        join(folder, data.format),
      ]);
      expect(run.stderr).not.toContain("error");
      const step = readFileSync(join(folder, data.format, "step-0003", "step.json"), "utf8");
      losses.push(JSON.parse(step).loss);
    }
    expect(losses[1]).toBe(losses[0]);
  });

  it("inspects as its images do", async () => {
    const to = join(folder, "inspected");
    await recipeLab(["dataset", "pack", images, "--to", to]);
    const inspect = async (of: string) => {
      const {
        folder: _,
        format: __,
        ...result
      } = JSON.parse((await recipeLab(["dataset", "inspect", of, "--json"])).stdout);
      return result;
    };
    expect(await inspect(to)).toEqual(await inspect(images));
  });

  it("packs validation images beside, which a recipe finds", async () => {
    const to = join(folder, "both");
    const { stderr, code } = await pack(to, "--validation", images);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${join(to, "validation")} is packed: 120 images`)]);
    const recipe = join(folder, "both.recipe.json");
    writeFileSync(
      recipe,
      JSON.stringify({ extends: "small:baseline", data: { format: "packed", train: to }, training: { batchSize: 20 } }),
    );
    const plan = await recipeLab(["plan", recipe, "--json"]);
    expect(JSON.parse(plan.stdout).data).toMatchObject({ trainImages: 120, validationImages: 120 });
  });

  it("names what cannot be used, and leaves it out", async () => {
    const broken = join(folder, "broken");
    mkdirSync(join(broken, "a"), { recursive: true });
    copyFileSync(join(images, "circle", "0000.jpg"), join(broken, "a", "good.jpg"));
    writeFileSync(join(broken, "a", "half.jpg"), readFileSync(join(images, "circle", "0000.jpg")).subarray(0, 500));
    writeFileSync(join(broken, "a", "text.png"), "no picture");
    const to = join(folder, "some-broken");
    const { code, stderr } = await recipeLab(["dataset", "pack", broken, "--to", to]);
    expect(code).toBe(0);
    expect(stderr).toContain("1 image of 1 class in 1 shard");
    expect(stderr).toContain("2 images cannot be used and are left out:\n  a/half.jpg: ");
    expect(stderr).toContain("  a/text.png: not an image");
    expect(JSON.parse(readFileSync(join(to, "pack.json"), "utf8")).broken).toHaveLength(2);
  });

  it("refuses a folder with anything else in it, and another pack", async () => {
    const inUse = await pack(images);
    expect([inUse.code, inUse.stderr]).toEqual([2, expect.stringContaining("error pack-folder-in-use: ")]);
    const to = join(folder, "taken");
    await pack(to);
    const before = contents(to);
    const other = await pack(to, "--side", "20");
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining("it was made with side null, and this call says 20"),
    ]);
    expect(contents(to)).toEqual(before);
  });
});

describe("a packing that is killed", () => {
  it("at any moment, is no pack; called again it becomes the pack that it would have been", async () => {
    const expected = join(folder, "undisturbed");
    await pack(expected);
    for (let attempt = 0; attempt < 6; attempt++) {
      const to = join(folder, `killed-${attempt}`);
      const { child, result } = start(["dataset", "pack", images, "--to", to, ...options, "--workers", "1"]);
      const shards = () => {
        try {
          return readdirSync(to).filter((name) => name.endsWith(".index")).length;
        } catch {
          return -1;
        }
      };
      while (shards() < attempt && child.exitCode === null) await wait(2);
      await wait(attempt);
      child.kill("SIGKILL");
      expect((await result).code).toBeNull();
      const opened = await recipeLab(["dataset", "inspect", to, "--format", "packed"]);
      expect([opened.code, opened.stderr]).toEqual([
        2,
        expect.stringMatching(
          attempt > 0 ? /^error pack-unfinished: / : /^error (pack-unfinished|no-pack|data-unreadable): /,
        ),
      ]);
      const again = await pack(to);
      expect(again.code).toBe(0);
      if (attempt > 0) expect(again.stderr).toMatch(/\(\d+ images of an earlier packing kept\)/);
      expect(contents(to)).toEqual(contents(expected));
    }
  });

  const strace = spawnSync("strace", ["-f", "-qq", "-o", "/dev/null", "true"]).status === 0;
  const inject = (call: string, what: string, when: number) => [
    ...["env", "UV_THREADPOOL_SIZE=1", "strace", "-f", "-qq", "-o", "/dev/null"],
    ...["-e", `trace=${call}`, "-e", `inject=${call}:${what}:when=${when}`],
  ];

  it.skipIf(!strace)("in the very call that names or syncs a file, ends alike (needs strace)", async () => {
    const few = join(folder, "few");
    await writeImageFolder(few, { perClass: 3, size: 32 });
    const args = (to: string) => ["dataset", "pack", few, "--to", to, "--as", "raw", "--shard-size", "10K"];
    const expected = join(folder, "few-undisturbed");
    await recipeLab(args(expected));
    expect(Object.keys(contents(expected))).toContain("00001.shard");
    const faults = [
      ...[1, 2, 3, 4, 5, 6].map((when) => inject("rename", "signal=KILL", when)),
      ...[2, 5].map((when) => inject("fsync", "signal=KILL", when)),
      inject("fsync", "error=EIO", 4),
    ];
    for (const [k, wrapper] of faults.entries()) {
      const to = join(folder, `few-${k}`);
      const first = await recipeLab(args(to), { wrapper });
      expect(first.code).not.toBe(0);
      if (wrapper.at(-1)!.includes("fsync:error")) {
        expect([first.code, first.stderr]).toEqual([
          1,
          expect.stringContaining("error storage: The pack could not be written"),
        ]);
      }
      const again = await recipeLab(args(to));
      expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining("error")]);
      expect(contents(to)).toEqual(contents(expected));
    }
  });

  it("a complete one is checked, and repaired where it is damaged", async () => {
    const to = join(folder, "repaired");
    await pack(to);
    const before = contents(to);
    expect((await pack(to)).stderr).toContain("was complete, and every byte is as it was written");
    const shard = readFileSync(join(to, "00001.shard"));
    shard[100]! ^= 1;
    writeFileSync(join(to, "00001.shard"), shard);
    rmSync(join(to, "00002.index"));
    const inspected = await recipeLab(["dataset", "inspect", to]);
    expect(inspected.stderr).toContain("Call `recipe-lab dataset pack`");
    expect((await pack(to)).code).toBe(0);
    expect(contents(to)).toEqual(before);
  });
});
