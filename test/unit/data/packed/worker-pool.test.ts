import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createPackPool } from "../../../../runner/data/packed/pack/worker-pool.ts";
import { packSettings } from "../../../support/packs.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-pool-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A worker that answers, throws, ends or hangs, as the path of the image says. */
const workerPath = join(folder, "worker.mjs");
writeFileSync(
  workerPath,
  `import { parentPort, workerData } from "node:worker_threads";
parentPort.on("message", (message) => {
  if (message === "leave") return parentPort.close();
  const { path } = message.source;
  if (path === "throws") throw new Error("a defect");
  if (path === "ends") process.exit(3);
  if (path === "hangs") for (;;);
  parentPort.postMessage({ broken: "answered " + path });
});
Atomics.store(workerData.gate, 0, 0);
`,
);

it("a thread that crashes, ends or hangs costs its image alone", async () => {
  const pool = createPackPool({ workers: 2, settings: packSettings, imageTimeLimitMs: 2000, workerPath });
  const paths = ["1", "throws", "2", "ends", "3", "hangs", "4", "5"];
  const answers = await Promise.all(paths.map((path) => pool.prepare({ kind: "file", path, root: "/" })));
  expect(answers).toEqual([
    { broken: "answered 1" },
    { broken: "its worker crashed: a defect" },
    { broken: "answered 2" },
    { broken: "its worker ended with exit code 3" },
    { broken: "answered 3" },
    { broken: "it took longer than 2 s" },
    { broken: "answered 4" },
    { broken: "answered 5" },
  ]);
  await pool.close();
});
