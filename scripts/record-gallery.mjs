// Records what the gallery of the dashboard shows (media/gallery/): trains small networks under a runner of its own and writes
// its answers, as they came, into media/gallery/recorded/. Names of this machine and of temporary folders are replaced.
// node scripts/build.mjs && node scripts/record-gallery.mjs
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./lib/gallery/runner-client.mjs";
import { writeShapes } from "./lib/gallery/shapes.mjs";
import { root } from "./lib/setup.mjs";

const out = `${root}media/gallery/recorded`;
const folder = mkdtempSync(join(tmpdir(), "recipe-lab-gallery-"));
const resting = ["paused", "completed", "failed", "stopped", "interrupted"];

const recipe = (name, change = {}) => ({
  name,
  extends: "small:baseline",
  data: { train: "train", validation: "validation", workers: 1, ...change.data },
  augmentation: {
    train: [
      { op: "randomResizedCrop", size: 24, area: [0.5, 1] },
      { op: "horizontalFlip" },
      { op: "colorScale" },
      { op: "pcaNoise" },
      { op: "normalize" },
    ],
    validation: [{ op: "resizeShorterEdge", size: 24 }, { op: "centerCrop", size: 24 }, { op: "normalize" }],
  },
  learningRate: {
    initial: 0.05,
    linearScaling: false,
    warmup: { epochs: 1 },
    decay: { kind: "step", epochs: [5, 7] },
    ...change.learningRate,
  },
  ...(change.loss ? { loss: change.loss } : {}),
  training: { epochs: 8, batchSize: 16, seed: 1, devices: 1, ...change.training },
});

/** The runs, and what is done with each once it trains. */
const runs = {
  baseline: { recipe: recipe("shapes-baseline") },
  cosine: {
    recipe: recipe("shapes-cosine", {
      learningRate: { initial: 0.1, warmup: { epochs: 2 }, decay: { kind: "cosine" } },
      loss: { labelSmoothing: 0.1 },
    }),
  },
  resumed: { recipe: recipe("shapes-resumed", { training: { seed: 2 } }), pauseAt: 70, resume: true },
  diverged: { recipe: recipe("shapes-lr-1e6", { learningRate: { initial: 1e6, warmup: { epochs: 0 } } }) },
  quarantined: {
    recipe: recipe("shapes-with-broken-files", { data: { train: "train-broken" }, training: { epochs: 3 } }),
  },
  stopped: { recipe: recipe("shapes-stopped"), stopAt: 8 },
  paused: { recipe: recipe("shapes-paused"), pauseAt: 20 },
};

await writeShapes(join(folder, "train"), { perClass: 56, seed: 1 });
await writeShapes(join(folder, "train-broken"), { perClass: 24, seed: 1, broken: 5 });
await writeShapes(join(folder, "validation"), { perClass: 12, seed: 2 });
for (const name of ["runs", "config"]) mkdirSync(join(folder, name));

const server = spawn(
  process.execPath,
  [`${root}dist/recipe-lab.mjs`, "serve", "--port", "0", "--runs", join(folder, "runs"), "--data", folder],
  { env: { ...process.env, XDG_CONFIG_HOME: join(folder, "config") }, stdio: ["ignore", "ignore", "pipe"] },
);
try {
  const runner = await connected();
  const states = new Map();
  const latest = new Map();
  runner.listen(({ method, params }) => {
    if (method !== "runs/changed") return;
    for (const summary of params.runs) {
      latest.set(summary.id, summary);
      if (summary.state !== "running" || summary.reason === null) states.set(summary.state, summary);
    }
  });
  const until = async (id, reached) => {
    while (!(latest.has(id) && reached(latest.get(id)))) await sleep(50);
  };
  const submit = (body) => runner.request("submit", { recipe: body, source: JSON.stringify(body, null, 2) });
  mkdirSync(out, { recursive: true });
  // The first two together, so that one of them waits in the queue.
  const ids = {};
  for (const name of ["baseline", "cosine"]) ids[name] = (await submit(runs[name].recipe)).run.id;
  for (const [name, { recipe: body, pauseAt, stopAt, resume }] of Object.entries(runs)) {
    const id = ids[name] ?? (await submit(body)).run.id;
    if (pauseAt || stopAt) {
      await until(id, ({ step }) => step >= (pauseAt ?? stopAt));
      await runner.request(pauseAt ? "pause" : "stop", { run: id });
    }
    await until(id, ({ state }) => resting.includes(state));
    if (resume) {
      await runner.request("resume", { run: id });
      await until(id, ({ state }) => state === "completed");
    }
    console.error(`${name}: ${latest.get(id).state}`);
    await record(runner, name, id);
  }
  const preview = await runner.request("preview", {
    recipe: runs.quarantined.recipe,
    indices: [0, 30, 60, 100],
    steps: true,
    side: 96,
  });
  write("preview", [preview]);
  write("states", [...states.values()]);
  runner.close();
} finally {
  server.kill("SIGTERM");
  await new Promise((resolve) => (server.exitCode === null ? server.once("exit", resolve) : resolve()));
  rmSync(folder, { recursive: true, force: true });
}

/** One line each: the answer to `get`, the one to `evaluation`, and the run's records. */
async function record(runner, name, id) {
  const records = [];
  const off = runner.listen(({ method, params }) => {
    if (method === "run/records" && params.run === id) records.push(...params.records);
  });
  const got = await runner.request("get", { run: id });
  await runner.request("subscribe", { run: id, afterSequence: 0 });
  while (records.length < got.run.lastSequence) await sleep(20);
  await runner.request("unsubscribe", { run: id });
  off();
  // What the page reads of a plan.
  const { plan, ...rest } = got;
  const evaluation = await runner.request("evaluation", { run: id });
  write(name, [{ ...rest, plan: { recipe: plan.recipe, epochs: plan.epochs } }, evaluation, ...records]);
}

function write(name, lines) {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const scrubbed = text.replaceAll(folder, "/data/shapes").replaceAll(`"host":"${hostname()}"`, '"host":"workstation"');
  writeFileSync(join(out, `${name}.ndjson`), scrubbed);
}

async function connected() {
  let said = "";
  server.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  while (!said.includes("\ntoken ")) {
    if (server.exitCode !== null) throw new Error(`The runner ended: ${said}`);
    await sleep(20);
  }
  const url = /^runner +(\S+)$/m.exec(said)[1];
  const token = readFileSync(/^token .*in (\S+)$/m.exec(said)[1], "utf8").trim();
  return connect(url, token);
}
