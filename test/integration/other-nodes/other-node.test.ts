import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeOfMajor, nodeVersions } from "../../../scripts/lib/other-node.mjs";

/** Of any platform that tests run on, and not the Node that runs them. */
const major = process.versions.node.startsWith("24.") ? 22 : 24;

let cache: string;
let registry: Server;
beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), "recipe-lab-no-node-"));
  registry = createServer((_, response) => response.end("no package at all"));
  await new Promise<void>((resolve) => {
    registry.listen(0, "127.0.0.1", resolve);
  });
});
afterEach(() => {
  registry.close();
  rmSync(cache, { recursive: true });
});

/** Asks for a Node with an empty cache, of the registry at `port`. */
function ask(port: number): Promise<{ stdout: string }> {
  const program = `import("./scripts/lib/other-node.mjs").then(async ({ nodeOfMajor }) =>
    console.log(JSON.stringify(await nodeOfMajor(${major}))))`;
  const env = {
    ...process.env,
    XDG_CACHE_HOME: cache,
    npm_config_cache: join(cache, "npm"),
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_noproxy: "127.0.0.1",
  };
  return promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { env });
}

test("the running Node is the one of its major", async () => {
  const own = Number.parseInt(process.versions.node, 10);
  expect(await nodeOfMajor(own as keyof typeof nodeVersions)).toEqual({
    version: process.versions.node,
    program: process.execPath,
  });
});

test("a registry that is out of reach is why a Node is missing", async () => {
  const { port } = registry.address() as AddressInfo;
  await new Promise((resolve) => {
    registry.close(resolve);
  });
  const { stdout } = await ask(port);
  expect(JSON.parse(stdout)).toEqual({
    version: nodeVersions[major],
    missing: expect.stringMatching(/^npm cannot get node-\S+@\S+: ECONNREFUSED$/),
  });
});

test("everything else that goes wrong is an error, and leaves nothing half installed", async () => {
  const { port } = registry.address() as AddressInfo;
  await expect(ask(port)).rejects.toThrow(/npm (error|ERR!)/);
  expect(readdirSync(join(cache, "recipe-lab", "node"))).toEqual([]);
});
