import { copyFile, mkdir } from "node:fs/promises";
import { build } from "esbuild";

/** Builds the gallery of the dashboard into `out`: nothing of it goes into dist/. */
export async function buildGallery(out) {
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: { main: "media/gallery/main.tsx" },
    bundle: true,
    platform: "browser",
    target: ["chrome128", "firefox128", "safari17.4"],
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    outdir: out,
    sourcemap: true,
    logLevel: "warning",
    loader: { ".ndjson": "text", ".woff2": "file", ".woff": "empty" },
    charset: "utf8",
  });
  await copyFile("media/gallery/index.html", `${out}/index.html`);
}
