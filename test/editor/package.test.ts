import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recipeLab } from "../support/recipe-lab.ts";
import { chooseHost } from "./host/choose.ts";
import { installVsix } from "./host/install-vsix.ts";
import { packVsix } from "./host/pack.ts";
import { root } from "./host/root.ts";
import { createPlace, type Place } from "./host/workspace.ts";

const target = `${process.platform}-${process.arch}`;
const { kind, name } = await chooseHost("server");

/** Two thirds of it are libvips. */
const largestBytes = 16e6;

/** Every file of the packed extension matches one of these. */
const expected = [
  /^(package(\.nls(\.ko)?)?\.json|README\.md|CHANGELOG\.md|LICENSE\.txt|THIRD-PARTY-NOTICES\.txt|\.vsixmanifest)$/,
  /^(schemas\/[a-z]+\.schema|recipes\/[a-z0-9-]+\.recipe)\.json$/,
  /^l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^extension\/(language-configuration|[a-z-]+\.tmLanguage)\.json$/,
  /^(docs\/images|media)\/[a-z0-9-]+\.(png|svg)$/,
  /^dist\/(extension|ws)\.cjs$/,
  /^dist\/media\/[a-z-]+\.(html|css|js|svg)$/,
  /^dist\/([a-z-]+|chunks\/[A-Za-z0-9-]+)\.mjs$/,
  /^dist\/(augment|kernels|jpeg)-(relaxed|simd|wide)\.wasm$/,
  /^dist\/node_modules\/(@[a-z]+\/)?[a-z0-9-]+\/(package\.json|LICEN[CS]E(\.\w+)?|NOTICE\w*|versions\.json)$/,
  /^dist\/node_modules\/(sharp|@img\/colour|detect-libc|semver|seedrandom|pkg-prebuilds)\/[\w./-]+\.[cm]?js$/,
  /^dist\/node_modules\/@tensorflow\/tfjs-(core|backend-(cpu|wasm))\/dist\/tf-[a-z-]+\.node\.js$/,
  /^dist\/node_modules\/@tensorflow\/tfjs-backend-wasm\/dist\/tfjs-backend-wasm(-threaded)?(-simd)?\.wasm$/,
  /^dist\/node_modules\/@julusian\/jpeg-turbo\/(index|binding-options)\.js$/,
  new RegExp(String.raw`^dist/node_modules/@julusian/jpeg-turbo/prebuilds/jpeg-turbo-${target}/[\w.-]+$`),
  new RegExp(String.raw`^dist/node_modules/@img/sharp(-libvips)?-${target}/(index\.c?js|lib/[\w.-]+)$`),
];

describe.skipIf(kind === "none")(`the packed extension, installed into ${name}`, () => {
  let place: Place;
  let vsix: string;
  let installed: string;
  let files: string[];

  beforeAll(async () => {
    place = await createPlace();
    vsix = packVsix();
    installed = await installVsix(place, vsix);
    files = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(installed, path)).isFile(),
    );
  });
  afterAll(() => place.remove());

  test("is named for its platform, and small", () => {
    expect(vsix).toMatch(new RegExp(`recipe-lab-${target}-\\d+\\.\\d+\\.\\d+\\.vsix$`));
    expect(statSync(vsix).size).toBeLessThan(largestBytes);
    expect(statSync(join(installed, "dist/extension.cjs")).size).toBeLessThan(400_000);
  });

  test("carries what it should and nothing else", () => {
    expect(files.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(
      expected.filter((pattern) => !/l10n|docs/.test(pattern.source) && !files.some((path) => pattern.test(path))),
    ).toEqual([]);
  });

  test("names in its manifest only files that it carries", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Record<string, unknown>;
    const paths = JSON.stringify([manifest.icon, manifest.contributes]).match(
      /(?<=")(\.\/)?(extension|media|docs)\/[\w./-]+\.\w+(?=")/g,
    );
    expect(paths?.length).toBeGreaterThan(0);
    for (const path of paths ?? []) expect(files).toContain(path.replace("./", ""));
    expect(files).toContain((manifest.main as string).replace("./", ""));
    for (const key of ["scripts", "dependencies", "devDependencies"]) expect(manifest).not.toHaveProperty(key);
  });

  test("has no link on its page that leads nowhere, and its picture", () => {
    for (const name of ["README.md", "CHANGELOG.md"]) {
      const text = readFileSync(join(installed, name), "utf8");
      const targets = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target!);
      expect(targets.filter((target) => !/^(https:|#|data:image\/png;base64,[\w+/]{1000,}=*$)/.test(target))).toEqual(
        [],
      );
    }
    expect(readFileSync(join(installed, "README.md"), "utf8")).toContain("](data:image/png;base64,");
  });

  test("says nothing about the machine that packed it", () => {
    for (const path of files.filter((file) => /\.([cm]?js|json|css|html|txt|md)$/.test(file)))
      expect(readFileSync(join(installed, path), "utf8").includes(root), path).toBe(false);
  });

  test("trains an example recipe with nothing installed", async () => {
    const { stdout } = await recipeLab(["dataset", "fetch", "emoji", "--json"]);
    const data = JSON.parse(stdout) as { train: string; validation: string };
    const run = await promisify(execFile)(
      process.execPath,
      [
        ...[join(installed, "dist/recipe-lab.mjs"), "run", join(installed, "recipes/emoji.recipe.json")],
        ...["--set", `data.train=${data.train}`, "--set", `data.validation=${data.validation}`],
        ...["--runs", join(place.scratch, "runs"), "--max-steps", "3", "--json"],
      ],
      // Neither NODE_PATH nor a node_modules of ours: the temporary folder has none around it.
      { cwd: place.scratch, env: { PATH: "/usr/bin:/bin", HOME: place.folder, ...place.env } },
    );
    const { id, step, epochs } = JSON.parse(run.stdout) as { id: string; step: number; epochs: { images: number }[] };
    expect(step).toBe(3);
    expect(epochs[0]?.images).toBe(3 * 64);
    const journal = readFileSync(join(place.scratch, "runs", id, "journal.ndjson"), "utf8");
    expect(journal).not.toContain('"quarantine');
  });

  test("decodes JPEG by its own libjpeg-turbo", async () => {
    const script = `import { createRequire } from "node:module"; import sharp from "sharp";
      const jpeg = await sharp({ create: { width: 24, height: 16, channels: 3, background: "red" } }).jpeg().toBuffer();
      const turbo = createRequire(import.meta.url)("@julusian/jpeg-turbo");
      const { width, height } = turbo.decompressSync(jpeg, { format: turbo.FORMAT_RGB });
      console.log(width, height);`;
    const file = join(installed, "dist/decode.mjs");
    writeFileSync(file, script);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env: {} });
    expect(stdout.trim()).toBe("24 16");
  });
});
