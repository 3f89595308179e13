import { text } from "node:stream/consumers";
import { createWorkerPool } from "../../augment/worker-pool.ts";
import type { Trial } from "./suspects.ts";

/**
 * The process that decodes images which may crash a decoder, built to dist/try-images.mjs: a worker of its own does it, as in a
 * training. Whoever started it looks at how it ends.
 */
const { setup, tasks } = JSON.parse(await text(process.stdin)) as Trial;
const pool = createWorkerPool({ ...setup, workers: 1 });
await pool.submit(tasks, new SharedArrayBuffer(setup.size * setup.size * 3 * Float32Array.BYTES_PER_ELEMENT));
await pool.close();
process.exit(0);
