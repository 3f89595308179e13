// Debian packages that some tests compare with. Where they cannot be installed those tests skip and say so.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { say } from "./setup.mjs";

const packages = {
  "python3-numpy": "recomputes tensors",
  "python3-pil": "decodes and resizes images",
  "python3-torch": "replays training steps",
  "python3-torchvision": "has the reference networks",
  chromium: "brings a software WebGPU device",
  libvulkan1: "lets Node reach a WebGPU device",
  "dataset-fashion-mnist": "is a real IDX data set",
  strace: "injects disk errors",
};

const isInstalled = (name) =>
  spawnSync("dpkg-query", ["-W", `-f=\${db:Status-Status}`, name], { encoding: "utf8" }).stdout === "installed";

/** Installs what is missing where this is Debian and we are root; otherwise says what will be skipped for lack of it. */
export function ensureSystemPackages() {
  if (!existsSync("/usr/bin/apt-get")) return;
  const missing = Object.keys(packages).filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const list = missing.map((name) => `${name} (${packages[name]})`).join(", ");
  if (process.getuid?.() !== 0) {
    say(`Tests that need these Debian packages will be skipped, because only root can install them: ${list}`);
    return;
  }
  say(`Installing Debian packages for the tests: ${list}`);
  const options = { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  try {
    execFileSync("apt-get", ["update", "-qq"], options);
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], options);
  } catch {
    say("apt-get failed (its messages are above); the tests that need these packages will be skipped");
  }
}
