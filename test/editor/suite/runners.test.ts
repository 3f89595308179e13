import assert from "node:assert/strict";
import { it } from "mocha";
import * as vscode from "vscode";
import { eventually, workspaceUri } from "../support/recipes.ts";
import {
  entries,
  group,
  inState,
  listen,
  localAsRemote,
  runnerFile,
  runners,
  setEntries,
  setToken,
} from "../support/runners.ts";

const { executeCommand } = vscode.commands;
const canary = "canary-".padEnd(43, "x");

group("this machine", () => {
  it("is started by a command, describes itself, and is chosen where nothing is", async () => {
    assert.equal(await executeCommand("recipeLab.startLocalRunner"), "local");
    const known = await inState("local", "connected");
    assert.equal(known.kind, "local");
    const { description } = await eventually("its description", () => {
      const now = runners.get("local");
      return now?.description ? now : undefined;
    });
    assert(description?.backends.some(({ name, available }) => name === "wasm" && available));
    assert.equal(runners.selected?.id, "local");
  });

  it("is the same one when it is started again, and answers a page on a connection of its own", async () => {
    const first = await runners.startLocal();
    const again = await runners.startLocal();
    assert.equal(again.url, first.url);
    const link = await runners.open("local");
    assert.deepEqual(await link.request("list", {}), await runners.link("local")?.request("list", {}));
    link.close();
    await link.closed;
    assert.equal(runners.get("local")?.state, "connected");
  });

  it("comes back by itself after kill -9, as another process", async () => {
    const { url } = await runners.startLocal();
    const link = runners.link("local");
    assert(link);
    const { pid } = await runnerFile();
    process.kill(pid, "SIGKILL");
    await link.closed;
    const back = await eventually("the runner to be back", () => {
      const now = runners.get("local");
      return now?.state === "connected" && now.url !== url ? now : undefined;
    });
    assert.notEqual((await runnerFile()).pid, pid);
    assert(back.runsFolder);
  });

  it("is stopped without a question where nothing trains, and stays stopped", async () => {
    await runners.startLocal();
    assert.equal(await executeCommand("recipeLab.stopLocalRunner"), true);
    await inState("local", "idle");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal(runners.get("local")?.state, "idle");
    assert.equal(runners.link("local"), null);
  });
});

group("remote", () => {
  it("a runner is added with its token, tried, and contacted again by its name", async () => {
    const { token, url } = await localAsRemote();
    const id = await executeCommand("recipeLab.addRunner", { name: "box", url, token });
    assert.equal(id, url);
    const known = await inState(url, "connected");
    assert.deepEqual([known.name, known.kind], ["box", "remote"]);
    assert.deepEqual(entries(), [{ name: "box", url }]);
    assert(!JSON.stringify(entries()).includes(token));
  });

  it("a wrong token is told, and not tried again by itself", async () => {
    const secret = await listen();
    await setToken(secret.url, canary);
    await setEntries([{ name: "box", url: secret.url }]);
    runners.wake();
    const known = await inState(secret.url, "unreachable", "wrong-token");
    assert.equal(known.retryAt, null);
    assert.match(known.message ?? "", /token is not this runner's/);
    const attempts = secret.connections();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(secret.connections(), attempts);
    assert.match(secret.received(), new RegExp(`Bearer ${canary}`));
  });

  it("an address that was changed never gets the token of the old one", async () => {
    const [first, second] = [await listen(), await listen()];
    await setToken(first.url, canary);
    await setEntries([{ name: "box", url: first.url }]);
    runners.wake();
    await inState(first.url, "unreachable", "wrong-token");
    await setEntries([{ name: "box", url: second.url }]);
    await inState(second.url, "unreachable", "no-token");
    assert.equal(runners.get(first.url), undefined);
    assert.equal(second.connections(), 0);
    await assert.rejects(runners.open(second.url), { code: "no-token" });
    assert.equal(second.received(), "");
  });

  it("one that nobody answers for is tried again, and says when", async () => {
    const gone = await listen();
    gone.close();
    await setToken(gone.url, canary);
    await setEntries([{ name: "box", url: gone.url }]);
    runners.wake();
    const known = await eventually("the wait for the next attempt", () => {
      const now = runners.get(gone.url);
      return now?.code === "refused" && now.retryAt !== null ? now : undefined;
    });
    assert(known.retryAt !== null && known.retryAt - Date.now() <= 15_000);
  });

  it("settings that cannot be used are told where they are, and nothing is contacted", async () => {
    await setEntries([
      { name: "open", url: "http://192.0.2.7:7733" },
      { name: "path", url: "https://box/path" },
      { name: "pin", url: "https://box", pin: "12:34" },
    ]);
    runners.wake();
    await inState("http://192.0.2.7:7733", "unreachable", "unencrypted");
    await inState("https://box/path", "unreachable", "bad-address");
    await inState("https://box", "unreachable", "bad-pin");
  });
});

group("a hostile workspace", () => {
  it("names runners and folders in its settings, and nobody looks", async () => {
    const listener = await listen();
    const settings = workspaceUri(".vscode/settings.json");
    await setToken(listener.url, canary);
    const content = {
      "recipeLab.runners": [{ name: "box", url: listener.url, insecure: true }],
      "recipeLab.localRunsFolder": "/nowhere",
    };
    await vscode.workspace.fs.writeFile(settings, Buffer.from(JSON.stringify(content)));
    try {
      await setEntries([{ name: "mine", url: "http://127.0.0.1:9" }]); // a change, after which settings are read anew
      runners.wake();
      await inState("http://127.0.0.1:9", "unreachable", "no-token");
      assert.deepEqual(
        runners.all.filter(({ kind }) => kind === "remote").map(({ name }) => name),
        ["mine"],
      );
      const { runsFolder } = await runners.startLocal();
      assert.notEqual(runsFolder, "/nowhere");
      assert.equal(listener.connections(), 0);
    } finally {
      await vscode.workspace.fs.delete(settings);
    }
  });
});
