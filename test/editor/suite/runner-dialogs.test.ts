import assert from "node:assert/strict";
import { after, it } from "mocha";
import * as vscode from "vscode";
import {
  answer,
  answerTo,
  asked,
  chooseInNotification,
  closed,
  itByHand,
  notificationText,
  pick,
  press,
} from "../support/hands.ts";
import { eventually, workspaceUri } from "../support/recipes.ts";
import {
  entries,
  group,
  inState,
  listen,
  localAsRemote,
  runners,
  setEntries,
  setToken,
  tokenOf,
} from "../support/runners.ts";
import { command, parts } from "../support/runs.ts";

/** What a person is asked about runners, and what becomes of the answers. */

const wrongToken = "wrong-".padEnd(43, "x");
const pin = "AB:".repeat(32).slice(0, -1);
const clear = () => vscode.commands.executeCommand("notifications.clearAll");

group("add", () => {
  after(clear);

  itByHand("asks for address, name and token, connects, and remembers", async () => {
    const { url, token } = await localAsRemote();
    const added = command("addRunner");
    await answerTo("Address that", `${url}/`);
    await answerTo("What you call", "box");
    await answerTo(`Token of ${url}`, ` ${token} `);
    assert.equal(await added, url);
    await inState(url, "connected");
    assert.deepEqual(entries(), [{ name: "box", url }]);
    assert.equal(await tokenOf(url), token);
  });

  itByHand("says what is wrong with an answer, and waits for another", async () => {
    const added = command("addRunner");
    await answerTo("Address that", "ftp://box");
    assert.match(await asked("http"), /https?:\/\//);
    await answer("http://127.0.0.1:9");
    await answerTo("What you call", " ");
    await asked("Expected 1 to 100 characters");
    await answer("box");
    await answerTo("Token of", "short");
    await asked("32 to 512 characters");
    await press("Escape");
    assert.equal(await added, undefined);
    await closed();
    assert.deepEqual(entries(), []);
    assert.equal(await tokenOf("http://127.0.0.1:9"), undefined);
  });

  itByHand("keeps nothing of a runner that does not take the token, unless that is wanted", async () => {
    const { url } = await listen();
    const added = command("addRunner", { name: "box", url });
    await answerTo("Token of", wrongToken);
    // Under tests VS Code refuses to keep its window waiting, and says which question it refused.
    await notificationText("token is not this runner's");
    assert.equal(await added, undefined);
    assert.deepEqual(entries(), []);
    assert.equal(await tokenOf(url), undefined);
    await clear();
  });

  itByHand("sends nothing in the clear to another machine before it is told to", async () => {
    const added = command("addRunner", { name: "box", url: "http://192.0.2.7:7733", token: wrongToken });
    await notificationText("This connection is not encrypted");
    assert.equal(await added, undefined);
    assert.deepEqual(entries(), []);
    await clear();
  });
});

group("edit", () => {
  itByHand("a name, a token, a pinned certificate", async () => {
    const { url } = await listen();
    await setToken(url, wrongToken);
    await setEntries([{ name: "box", url }]);
    const edit = async (what: string, prompt: string, text: string) => {
      const edited = command("editRunner", url);
      await pick(what);
      await answerTo(prompt, text);
      await edited;
      await closed();
    };
    await edit("Name", "What you call", "other");
    assert.deepEqual(entries(), [{ name: "other", url }]);
    await edit("Token", "Token of", "other-".padEnd(43, "x"));
    assert.equal(await tokenOf(url), "other-".padEnd(43, "x"));
    await edit("Pinned Certificate", "SHA-256 fingerprint", pin);
    assert.deepEqual(entries(), [{ name: "other", url, pin }]);
    await edit("Pinned Certificate", "SHA-256 fingerprint", "");
    assert.deepEqual(entries(), [{ name: "other", url }]);
  });

  itByHand("an address: the token of the old one is forgotten, and another is asked for", async () => {
    const { url, token } = await localAsRemote();
    const { url: old } = await listen();
    await setToken(old, wrongToken);
    await setEntries([{ name: "box", url: old, pin }]);
    const edited = command("editRunner", old);
    await pick("Address");
    await answerTo("Address that", url);
    await answerTo(`Token of ${url}`, token);
    await edited;
    assert.deepEqual(entries(), [{ name: "box", url }]);
    assert.deepEqual([await tokenOf(old), await tokenOf(url)], [undefined, token]);
    await inState(url, "connected");
  });

  itByHand("Remove Runner asks first, and keeps it without an answer", async () => {
    const { url } = await listen();
    await setEntries([{ name: "box", url }]);
    await command("removeRunner", url);
    await notificationText("Remove box from this editor?");
    assert.deepEqual(entries(), [{ name: "box", url }]);
    await clear();
  });
});

group("choose and test", () => {
  after(clear);

  itByHand("Select Runner lists them with what they are, and remembers the one", async () => {
    const { url, token } = await localAsRemote();
    await command("addRunner", { name: "box", url, token });
    await inState(url, "connected");
    const selected = command("selectRunner");
    const list = await asked("Add a remote runner…");
    for (const text of ["this machine", "wasm", "box"]) assert(list.includes(text), list);
    await pick("box");
    await selected;
    assert.equal(runners.selected?.id, url);
    await command("selectRunner", "local");
    assert.equal(runners.selected?.id, "local");
  });

  itByHand(
    "Run Experiment asks where there are others than this machine, and goes nowhere without an answer",
    async () => {
      const { url, token } = await localAsRemote();
      await command("addRunner", { name: "box", url, token });
      await command("selectRunner", url);
      // The one that was chosen is known no longer; another is.
      await setEntries([{ name: "another", url: (await listen()).url }]);
      const before = (await parts()).tree.all().length;
      const started = command("runExperiment", workspaceUri("small.recipe.json"));
      await asked("Add a remote runner…");
      await press("Escape");
      await started;
      assert.equal((await parts()).tree.all().length, before);
    },
  );

  itByHand("Test Connection says who answers", async () => {
    const { url, token } = await localAsRemote();
    await command("addRunner", { name: "box", url, token });
    await command("testRunner", url);
    await notificationText("box answers: Recipe Lab");
  });

  itByHand("Test Connection says what was tried and what came back, and leads to the mending", async () => {
    const { url } = await listen();
    await setToken(url, wrongToken);
    await setEntries([{ name: "box", url }]);
    const tested = command("testRunner", url);
    const text = await notificationText("box: ");
    assert.match(text, new RegExp(`${url}.*token is not this runner's`));
    await chooseInNotification("Edit Runner…");
    await asked("Pinned Certificate");
    await press("Escape");
    await tested;
  });

  it("Reconnect Now tries at once", async () => {
    const listener = await listen();
    await setToken(listener.url, wrongToken);
    await setEntries([{ name: "box", url: listener.url }]);
    runners.wake();
    await inState(listener.url, "unreachable", "wrong-token");
    const before = listener.connections();
    await command("reconnectRunner", listener.url);
    await eventually("another attempt", () => listener.connections() > before || undefined);
  });
});
