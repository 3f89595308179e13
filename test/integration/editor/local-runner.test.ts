import { execFileSync, fork, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectRunner } from "../../../extension/runners/dial.ts";
import { LocalRunner } from "../../../extension/runners/local-runner.ts";

/** The runner on this machine, as the extension starts it: the built program, processes, files. */

const program = fileURLToPath(new URL("../../../dist/recipe-lab.mjs", import.meta.url));
let folder: string;
let local: LocalRunner;
const windowOf = () =>
  new LocalRunner({ folder: join(folder, "storage"), program, runsFolder: () => join(folder, "runs") });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-local-"));
  local = windowOf();
});
afterEach(async () => {
  await local.stop();
  rmSync(folder, { recursive: true });
});

const running = (of = local) => {
  const found = of.look();
  if (found.state !== "running") throw new Error(`the runner is ${found.state}`);
  return found;
};
const describeIt = async (of = local) => {
  const client = await connectRunner(running(of).target);
  try {
    return await client.request("describe", {});
  } finally {
    client.close();
  }
};
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const killed = async (pid: number) => {
  process.kill(pid, "SIGKILL");
  while (isAlive(pid)) await sleep(10);
};

describe("the runner on this machine", () => {
  it("is started, found by another window, and stopped in good order", async () => {
    expect(local.look()).toEqual({ state: "stopped" });
    await local.start();
    const { pid } = running();
    const another = windowOf();
    await another.start();
    expect(running(another).pid).toBe(pid);
    expect((await describeIt(another)).dataRoots).toEqual(["/"]);
    await another.stop();
    expect(isAlive(pid)).toBe(false);
    expect(local.look()).toEqual({ state: "stopped" });
  });

  it("listens on this machine alone, and its token is in a file for its owner alone", async () => {
    await local.start();
    const { target, pid } = running();
    expect(target.address).toMatchObject({ host: "127.0.0.1", secure: false });
    const storage = join(folder, "storage");
    for (const name of readdirSync(storage)) expect(statSync(join(storage, name)).mode & 0o077).toBe(0);
    for (const secret of ["cmdline", "environ"]) {
      expect(readFileSync(`/proc/${pid}/${secret}`, "utf8")).not.toContain(target.token);
    }
    expect(readFileSync(local.logFile, "utf8")).not.toContain(target.token);
    await expect(connectRunner({ ...target, token: "x".repeat(43) })).rejects.toMatchObject({ code: "wrong-token" });
  });

  it("is one, however many windows start it at once", async () => {
    const child = fileURLToPath(new URL("../../support/start-local-runner.ts", import.meta.url));
    const bundle = join(folder, "window.cjs");
    await build({ entryPoints: [child], bundle: true, platform: "node", format: "cjs", outfile: bundle });
    const pids = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const window = fork(bundle, [join(folder, "storage"), program, join(folder, "runs")]);
        return new Promise((resolve, reject) => {
          window.once("message", resolve);
          window.once("exit", (code) => reject(new Error(`the window ended with ${code}`)));
        });
      }),
    );
    expect(new Set(pids)).toEqual(new Set([running().pid]));
    await describeIt();
  });

  it("outlives the window that started it", async () => {
    await local.start();
    const { pid } = running();
    // The process group of its own is what a closing terminal or editor does not reach.
    expect(execFileSync("ps", ["-o", "pgid=", "-p", String(pid)], { encoding: "utf8" }).trim()).toBe(String(pid));
  });

  it("that was killed is known to have ended; the next one has another token", async () => {
    await local.start();
    const before = running();
    await killed(before.pid);
    expect(local.look()).toEqual({ state: "ended" });
    await local.start();
    const after = running();
    expect(after.pid).not.toBe(before.pid);
    expect(after.target.token).not.toBe(before.target.token);
    await describeIt();
  });

  it("is not taken for another program that has its port or its process number", async () => {
    await local.start();
    const { pid, target } = running();
    await killed(pid);
    const file = join(folder, "storage", "runner.json");
    const stranger = createServer((socket) => socket.resume().end("HTTP/1.1 200 OK\r\n\r\n"));
    await new Promise<void>((resolve) => stranger.listen(target.address.port, "127.0.0.1", resolve));
    const sleeper = spawn("sleep", ["600"]);
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), pid: sleeper.pid }));
    try {
      await expect(connectRunner(running().target)).rejects.toMatchObject({ code: "not-a-runner" });
      await local.stop();
      expect(isAlive(sleeper.pid!)).toBe(true);
      expect(local.look()).toEqual({ state: "stopped" });
    } finally {
      sleeper.kill();
      await new Promise((resolve) => stranger.close(resolve));
    }
  });

  it("is started while another window still stops it: that one has its folder of runs until it has ended", async () => {
    await local.start();
    const { pid } = running();
    process.kill(pid, "SIGSTOP"); // it takes its time
    rmSync(join(folder, "storage", "runner.json"));
    process.kill(pid, "SIGTERM");
    const started = local.start();
    while (!readFileSync(local.logFile, "utf8").includes("runs-in-use")) await sleep(50);
    process.kill(pid, "SIGCONT");
    await started;
    expect(running().pid).not.toBe(pid);
    await describeIt();
  });

  it("that cannot start says why, and where its log is", async () => {
    writeFileSync(join(folder, "runs"), "a file where a folder should be");
    await expect(local.start()).rejects.toMatchObject({
      code: "local-runner-failed",
      message: expect.stringContaining(local.logFile),
    });
    expect(local.look()).toEqual({ state: "stopped" });
    expect(existsSync(join(folder, "storage", "starting"))).toBe(false);
  });

  it("is started where a window has died while it was starting it", async () => {
    const dead = execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }).trim();
    await local.start();
    await local.stop();
    writeFileSync(join(folder, "storage", "starting"), dead);
    await local.start();
    await describeIt();
  });
});
