import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectRunner } from "../../../runner/client/connect.ts";
import { runnerTarget } from "../../../runner/client/target.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { selfSigned } from "../../support/certificate.ts";
import { recipeLab } from "../../support/recipe-lab.ts";
import { configFolder, type Served, serve } from "../../support/served.ts";
import { events, hashes, type SmallRun, smallRun, trained } from "../../support/small-run.ts";

/** The runner and its clients as people start them: built command line, processes, files, loopback. */

let place: SmallRun;
let config: ReturnType<typeof configFolder>;
let runner: Served | undefined;
/** What the test's own connection needs beside the token. */
let trust: { pin?: string } = {};
beforeEach(async () => {
  place = await smallRun();
  config = configFolder();
});
afterEach(async () => {
  if (runner?.started.child.exitCode === null) {
    // No run process may outlive a test.
    for (const { id, state } of await list()) {
      if (!over.has(state)) expect((await runner.client("stop", id)).code).toBe(0);
    }
    while ((await list()).some(({ state }) => !over.has(state))) await sleep(50);
    await runner.end();
  }
  runner = undefined;
  trust = {};
  place.remove();
  config.remove();
});
const over = new Set(["completed", "failed", "stopped", "paused"]);

const begin = async (options: Partial<Parameters<typeof serve>[0]> = {}) => {
  runner = await serve({ runs: place.runs, data: place.folder, config: config.path, ...options });
  return runner;
};
const list = async () => {
  const { tokenFile, url } = runner!;
  const client = await connectRunner(runnerTarget({ runner: url, tokenFile, ...trust }));
  const { runs } = await client.request("list", {});
  client.close();
  return runs;
};
const untilRun = async (is: (run: RunSummary) => boolean): Promise<RunSummary> => {
  for (;;) {
    const found = (await list()).find(is);
    if (found !== undefined) return found;
    await sleep(50);
  }
};

describe("submit --watch", () => {
  it("shows the progress of a local run, and trains the same weights", async () => {
    const { client } = await begin();
    const { code, stdout, stderr } = await client(
      "submit",
      place.recipe,
      "--watch",
      "--tag",
      "first",
      "--set",
      "training.devices=1",
    );
    expect(stderr).not.toContain("error");
    expect(code).toBe(0);
    const id = stdout.trim();
    expect(stderr).toMatch(/^data {5}42 training and 12 validation images, 3 classes$/m);
    expect(stderr).toMatch(/^epoch 1\/3 {2}loss [\d.]+ {2}top-1 [\d.]+ % {2}validation loss/m);
    expect(stderr).toMatch(/^epoch 3\/3 /m);
    expect(stderr).toMatch(/^completed$/m);
    const [run] = await list();
    expect(run).toMatchObject({ id, name: "small", state: "completed", epoch: 3, tags: ["first"] });
    expect(readFileSync(join(place.runs, id, "recipe.json"), "utf8")).toContain(
      "a comment, which the run's copy keeps",
    );
    const table = (await client("runs")).stdout;
    expect(table).toMatch(/^run +name +state +epoch +loss +best top-1 % +time left$/m);
    expect(table).toMatch(new RegExp(`^${id} +small +completed +3/3 `, "m"));

    const local = await trained(place, "--set", "training.devices=1");
    expect(hashes(join(place.runs, id))).toEqual(hashes(local));
  });

  it("ends with 1 where the run fails, and says why", async () => {
    const { client } = await begin();
    const args = [
      "submit",
      place.recipe,
      "--watch",
      "--set",
      "learningRate.initial=1e6",
      "--set",
      "training.devices=1",
    ];
    const { code, stderr } = await client(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/error run-failed: The run failed after step \d+ of 15: /);
  });

  it("refuses what the runner cannot train, before anything is queued", async () => {
    const { client } = await begin();
    const missing = await client("submit", place.recipe, "--set", 'data.train="nowhere"');
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain("data.train");
    const outside = await client("submit", place.recipe, "--set", 'data.train="/etc"');
    expect(outside.code).toBe(1);
    const broken = await client("submit", place.recipe, "--set", "training.batchSize=0");
    expect(broken.code).toBe(2);
    expect(await list()).toEqual([]);
  });
});

describe("watch", () => {
  it("survives the runner's restart and ends with the run's result", async () => {
    const first = await begin();
    const submitted = await first.client(
      "submit",
      place.recipe,
      "--set",
      "training.epochs=20",
      "--set",
      "training.devices=1",
    );
    const id = submitted.stdout.trim();
    const watching = first.startClient("watch", id.slice(-6));
    await untilRun(({ step }) => step > 5);
    const ended = await first.end();
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain("shutting down; runs that train go on");
    await sleep(300);
    await begin({ port: first.port });
    const { code, stdout, stderr } = await watching.result;
    expect(stderr).toContain("trying again");
    expect(stderr).toMatch(/Connected to \S+ again/);
    expect(code).toBe(0);
    expect(stdout.trim()).toBe(id);
    const epochs = [...stderr.matchAll(/^epoch +(\d+)\/20 .*validation loss/gm)].map(([, epoch]) => Number(epoch));
    expect(epochs).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const steps = events(join(place.runs, id)).flatMap((event) =>
      event.type === "metrics" && event.values["train/loss"] !== undefined ? [event.step] : [],
    );
    expect(steps).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it("is left with Ctrl-C, and the run goes on", async () => {
    const { client, startClient } = await begin();
    const id = (await client("submit", place.recipe, "--set", "training.epochs=500")).stdout.trim();
    const watching = startClient("watch", id);
    await untilRun(({ step }) => step > 1);
    watching.child.kill("SIGINT");
    const { code, stderr } = await watching.result;
    expect(code).toBe(1);
    expect(stderr).toContain(`recipe-lab watch ${id}`);
    expect((await list())[0]!.state).toBe("running");
  });
});

describe("pause, resume and stop", () => {
  it("change a run, and a watcher sees it", async () => {
    const { client, startClient } = await begin();
    const id = (
      await client("submit", place.recipe, "--name", "long one", "--set", "training.epochs=500")
    ).stdout.trim();
    const watching = startClient("watch", "long one");
    await untilRun(({ step }) => step > 1);
    expect(await client("pause", "long one")).toMatchObject({ code: 0, stdout: `${id}\n` });
    const paused = await untilRun(({ state }) => state === "paused");
    expect((await client("resume", id)).code).toBe(0);
    await untilRun(({ step }) => step > paused.step);
    expect((await client("stop", id)).code).toBe(0);
    const { code, stderr } = await watching.result;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^paused/m);
    expect(stderr).toMatch(/^Stopped after step \d+ of 2500\. Go on: recipe-lab resume /m);
    const again = await client("pause", id);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("wrong-state");
    expect((await client("stop", "nobody")).stderr).toContain("recipe-lab runs");
  });
});

describe("the token", () => {
  it("is 256 bits in a file for its owner alone, and stands nowhere else", async () => {
    const canary = { RECIPE_LAB_TOKEN: "canary-in-the-environment-of-serve-0123456789" };
    const { client, tokenFile, said, started } = await begin({ environment: canary });
    const token = readFileSync(tokenFile, "utf8").trim();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
    const submitted = await client("submit", place.recipe, "--set", "training.epochs=500");
    await untilRun(({ step }) => step > 1);

    const secrets = [
      token,
      canary.RECIPE_LAB_TOKEN,
      Buffer.from(token).toString("base64"),
      Buffer.from(token).toString("hex"),
    ];
    const places: Record<string, string> = {
      "what serve says": said(),
      "what submit says": submitted.stderr + submitted.stdout,
    };
    if (process.platform === "linux") {
      const own = started.child.pid!;
      const related = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && isBelow(Number(pid), own));
      expect(related.length).toBeGreaterThan(1); // the runner and the run
      for (const pid of related) {
        places[`argv of ${pid}`] = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        if (Number(pid) !== own) places[`environment of ${pid}`] = readFileSync(`/proc/${pid}/environ`, "utf8");
      }
    }
    for (const name of readdirSync(place.runs, { recursive: true, encoding: "utf8" })) {
      const file = join(place.runs, name);
      if (existsSync(file) && statSync(file).isFile()) places[file] = readFileSync(file, "latin1");
    }
    for (const [where, text] of Object.entries(places)) {
      for (const secret of secrets) expect(`${where}: ${text.includes(secret)}`).toBe(`${where}: false`);
    }
  });

  it("is kept across restarts, and refused where others can read it", async () => {
    const first = await begin();
    const token = readFileSync(first.tokenFile, "utf8");
    await first.end();
    const second = await begin();
    expect(readFileSync(second.tokenFile, "utf8")).toBe(token);
    await second.end();
    chmodSync(second.tokenFile, 0o644);
    await expect(begin()).rejects.toThrow("chmod 600");
  });

  it("that is wrong or missing is told in words", async () => {
    const { client, url } = await begin();
    const file = join(config.path, "other");
    writeFileSync(file, "x".repeat(43), { mode: 0o600 });
    const wrong = await client("runs", "--token-file", file);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain(`the token from ${file} is not this runner's`);
    const empty = configFolder();
    const missing = await recipeLab(["runs", "--runner", url], {
      env: { ...process.env, XDG_CONFIG_HOME: empty.path },
    });
    empty.remove();
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("RECIPE_LAB_TOKEN");
  });

  it("comes from the file of a profile", async () => {
    const { url, client } = await begin();
    const profiles = { box: { url, tokenFile: "token" } };
    writeFileSync(join(config.path, "recipe-lab", "runners.json"), JSON.stringify(profiles));
    expect((await client("runs", "--runner", "box")).code).toBe(0);
    expect((await client("runs", "--runner", "bax")).stderr).toContain("box");
  });
});

describe("over TLS", () => {
  it("clients come in with the certificate, or with the fingerprint that serve prints, and not without", async () => {
    const { cert, key } = selfSigned({ names: ["localhost", "127.0.0.1"] });
    const [certFile, keyFile] = [join(config.path, "cert.pem"), join(config.path, "key.pem")];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
    const { client, said, url } = await begin({ args: ["--tls-cert", certFile, "--tls-key", keyFile] });
    expect(url).toMatch(/^https:/);
    while (!said().includes("\nTLS ")) await sleep(10);
    const pin = /^TLS +SHA-256 (\S+),/m.exec(said())![1]!;
    expect((await client("runs", "--ca", certFile)).code).toBe(0);
    expect((await client("runs", "--pin", pin)).code).toBe(0);
    expect(await client("runs")).toMatchObject({ code: 2, stderr: expect.stringContaining("certificate-unknown") });
    trust = { pin };
  });
});

describe("serve refuses", () => {
  const refused = async (...args: string[]) => {
    const env = { ...process.env, XDG_CONFIG_HOME: config.path };
    const { code, stderr } = await recipeLab(["serve", "--port", "0", "--runs", place.runs, ...args], { env });
    expect(code).toBe(2);
    return stderr;
  };

  it("to listen beyond this machine without TLS", async () => {
    expect(await refused("--host", "0.0.0.0")).toContain("refuses-unencrypted");
    expect(await refused("--host", "::")).toContain("--tls-cert");
    expect(await refused("--host", "gpu-box.example")).toContain("ssh -L");
  });
  it("half a certificate, or one that is none", async () => {
    expect(await refused("--tls-cert", "cert.pem")).toContain("go together");
    expect(await refused("--tls-cert", place.recipe, "--tls-key", place.recipe)).toContain("certificate-unusable");
  });
  it("origins and hosts that could never match", async () => {
    expect(await refused("--allow-origin", "*")).toContain("no wildcard");
    expect(await refused("--allow-origin", "https://page.example/")).toContain("no path");
    expect(await refused("--allow-host", "https://box")).toContain("without scheme");
  });
  it("a port that is taken, and a folder that another runner has", async () => {
    const { port } = await begin();
    expect(await refused("--runs", join(place.folder, "other"), "--port", String(port))).toContain(
      "another program listens there",
    );
    expect(await refused()).toContain("runs-in-use");
  });
});

/** Whether a process is `ancestor` or descends from it. */
function isBelow(pid: number, ancestor: number): boolean {
  for (let current = pid; current > 1; ) {
    if (current === ancestor) return true;
    try {
      current = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${current}/status`, "utf8"))![1]);
    } catch {
      return false;
    }
  }
  return false;
}
