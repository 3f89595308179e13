import { describe, expect, it } from "vitest";
import { RunnerClient } from "../../../shared/client/runner-client.ts";
import { settled } from "../../support/fake-timers.ts";
import { greeting, MemorySocket, type Request } from "../../support/memory-socket.ts";

const open = async (answer: (request: Request) => unknown = () => undefined) => {
  const socket = new MemorySocket((request) => greeting(request) ?? answer(request));
  const client = await RunnerClient.open(socket, { url: "http://box:1", client: "test" });
  return { socket, client };
};

describe("a client of a runner", () => {
  it("agrees on the version first", async () => {
    const { socket } = await open();
    expect(socket.sent).toEqual([
      {
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: { protocolVersion: 1, client: "test", topics: [] },
      },
    ]);
  });

  it("closes the connection where the versions differ, and says so in both languages", async () => {
    const socket = new MemorySocket();
    const opening = RunnerClient.open(socket, { url: "http://box:1", client: "test" });
    const data = { code: "unsupported-version", details: { supported: [2], received: 1 } };
    socket.receive({ jsonrpc: "2.0", id: 1, error: { code: -32000, message: "This runner speaks version 2.", data } });
    await expect(opening).rejects.toMatchObject({
      code: "unsupported-version",
      message: "This runner speaks version 2.",
      text: { ko: expect.stringContaining("버전") },
    });
    expect(socket.isClosed).toBe(true);
  });

  it("has 30 requests under way at most; the others wait and are answered all the same", async () => {
    const { socket, client } = await open();
    const answers = Array.from({ length: 100 }, () => client.request("list", {}));
    expect(socket.sent).toHaveLength(1 + 30);
    for (let answered = 0; answered < 100; answered += 1) {
      const { id } = socket.sent[1 + answered] as Request;
      socket.receive({ jsonrpc: "2.0", id, result: { runs: [] } });
    }
    expect(await Promise.all(answers)).toHaveLength(100);
    expect(socket.sent).toHaveLength(101);
  });

  it("rejects what is under way and what waits when the connection ends", async () => {
    const { socket, client } = await open();
    const answers = Array.from({ length: 40 }, () => client.request("list", {}));
    socket.terminate();
    const results = await Promise.allSettled(answers);
    for (const result of results)
      expect(result).toMatchObject({ status: "rejected", reason: { code: "lost", retry: true } });
    await expect(client.request("list", {})).rejects.toMatchObject({ code: "lost" });
    await client.closed;
  });

  it.each([
    ["no JSON", "{"],
    ["no JSON-RPC", { hello: 1 }],
    ["a request", { jsonrpc: "2.0", id: 5, method: "list", params: {} }],
    ["an answer to nothing", { jsonrpc: "2.0", id: 99, result: {} }],
    ["a name that changes objects", '{"jsonrpc":"2.0","method":"x","params":{"__proto__":1}}'],
  ])("ends the connection at %s", async (_, message) => {
    const { socket, client } = await open();
    const answer = client.request("list", {});
    socket.receive(message);
    await expect(answer).rejects.toMatchObject({ code: "protocol" });
    expect(socket.isClosed).toBe(true);
  });

  it("refuses an answer that does not fit its schema, and the connection goes on", async () => {
    const { client } = await open(({ method }) => (method === "list" ? { runs: [{ id: 1 }] } : { lastSequence: 7 }));
    await expect(client.request("list", {})).rejects.toMatchObject({ code: "protocol" });
    await expect(client.request("subscribe", { run: "r" })).resolves.toEqual({ lastSequence: 7 });
  });

  it("hands notifications to those who listen, until they do not; unknown ones to nobody", async () => {
    const { socket, client } = await open();
    const heard: number[] = [];
    const end = client.on("machine/metrics", ({ time }) => void heard.push(time));
    const say = (time: number) =>
      socket.receive({ jsonrpc: "2.0", method: "machine/metrics", params: { time, values: {} } });
    say(1);
    socket.receive({ jsonrpc: "2.0", method: "of/the/future", params: {} });
    say(2);
    end();
    say(3);
    await settled();
    expect(heard).toEqual([1, 2]);
    expect(socket.isClosed).toBe(false);
  });
});
