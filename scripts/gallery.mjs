// npm run gallery: a page with every chart and state of the dashboard, from recorded runs (media/gallery/). Builds it, serves it
// on this machine alone, and builds it again at every return key.
import { ensureInstalled, root, say } from "./lib/setup.mjs";

ensureInstalled();
process.chdir(root);
const { buildGallery } = await import("./lib/gallery/build.mjs");
const { serveGallery } = await import("./lib/gallery/serve.mjs");

const out = ".build/gallery/site";
await buildGallery(out);
const { url } = await serveGallery(out, Number(process.argv[2] ?? 0));
say(`The gallery: ${url}`);
say("Return builds it again, Ctrl-C ends it.");
process.stdin.on("data", async () => {
  await buildGallery(out).catch(() => {}); // esbuild has said what is wrong
  say("Built.");
});
