import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceError } from "../../../runner/runs/service/service-error.ts";
import { RefusedError } from "../../../shared/client/refused-error.ts";
import { type ProtocolErrorCode, protocolErrorCodes } from "../../../shared/protocol/errors.ts";
import { type ParamsOf, protocolVersion, type RequestName, requests } from "../../../shared/protocol/requests.ts";
import { initialize, startTestRunner, type TestRunner } from "../../support/test-runner.ts";

let runner: TestRunner;
beforeAll(async () => {
  runner = await startTestRunner();
});
afterAll(() => runner.close());

const call = (method: string, params: unknown = {}, id: unknown = 1) => ({ jsonrpc: "2.0", id, method, params });

/** Usable parameters of every request. */
const examples: { [Name in RequestName]: ParamsOf<Name> } = {
  initialize: { protocolVersion, client: "test" },
  describe: {},
  submit: { recipe: {}, source: "{}", labels: { tags: ["a"] }, idempotencyKey: "12345678" },
  plan: { recipe: {} },
  preview: { recipe: {}, indices: [3, 3], steps: true },
  list: {},
  get: { run: "r" },
  pause: { run: "r" },
  resume: { run: "r", step: 5 },
  stop: { run: "r" },
  delete: { run: "gone" },
  restore: { run: "r" },
  label: { run: "r", labels: { note: "n", pinned: true } },
  reorder: { run: "r", position: 1 },
  subscribe: { run: "r", afterSequence: 0 },
  unsubscribe: { run: "r" },
  history: { run: "r", metric: "train/loss" },
  events: { run: "r" },
  evaluation: { run: "r", epoch: 0 },
};

describe("requests", () => {
  it.each(Object.keys(requests) as RequestName[])("%s is answered", async (method) => {
    runner.service.add("r");
    runner.service.add("gone");
    const client = await runner.open({ initialize: method !== "initialize" });
    const reply = await client.ask(call(method, examples[method], "an id"));
    expect(reply).toMatchObject({ jsonrpc: "2.0", id: "an id" });
    expect(reply.error).toBeUndefined();
    expect(requests[method].result.safeParse(reply.result).success).toBe(true);
    client.socket.terminate();
  });

  it("reach the service with their parameters", async () => {
    const client = await runner.connect();
    runner.service.calls.length = 0;
    await client.request("submit", { recipe: { name: "x" }, source: "// as written" });
    expect(runner.service.calls).toEqual([
      { method: "submit", params: { recipe: { name: "x" }, source: "// as written", language: "en" } },
    ]);
    client.close();
  });
});

describe("errors", () => {
  const seen = new Set<ProtocolErrorCode>();
  const expectError = async (message: unknown, code: ProtocolErrorCode, options: { initialize?: boolean } = {}) => {
    const client = await runner.open(options);
    const reply = await client.ask(message);
    expect(reply.error?.data.code).toBe(code);
    expect(reply.result).toBeUndefined();
    seen.add(code);
    // The connection goes on.
    const after = options.initialize === false ? initialize(9) : call("list", {}, 9);
    expect((await client.ask(after)).id).toBe(9);
    client.socket.terminate();
    return reply;
  };

  it.each(Object.keys(requests).filter((name) => name !== "initialize") as RequestName[])(
    "%s before initialize",
    async (method) => {
      await expectError(call(method, examples[method]), "not-initialized", { initialize: false });
    },
  );
  it("initialize twice", async () => {
    await expectError(initialize(), "already-initialized");
  });
  it("another version", async () => {
    const { error } = await expectError(
      call("initialize", { protocolVersion: 99, client: "test" }),
      "unsupported-version",
      { initialize: false },
    );
    expect(error?.data.details).toEqual({ supported: [protocolVersion], received: 99 });
  });
  it.each(["nothing", "toString", "constructor", "$/cancelRequest", "rpc.discover"])(
    "unknown method %s",
    async (method) => {
      await expectError(call(method), "unknown-method");
    },
  );
  it.each([
    ["a missing field", call("get", {})],
    ["an unknown field", call("get", { run: "r", other: 1 })],
    ["a wrong type", call("get", { run: 7 })],
    ["a number beyond 2^53", call("subscribe", { run: "r", afterSequence: 2 ** 60 })],
    ["a long name", call("label", { run: "r", labels: { name: "x".repeat(201) } })],
  ])("invalid params: %s", async (_, message) => {
    const { error } = await expectError(message, "invalid-params");
    expect(error?.data.details).toMatchObject({ issues: [{ message: expect.any(String) }] });
  });
  it.each([
    ["a batch", [call("list")]],
    ["params by position", call("list", [])],
    ["another version of JSON-RPC", { ...call("list"), jsonrpc: "1.0" }],
    ["no method", { jsonrpc: "2.0", id: 1 }],
    ["a response", { jsonrpc: "2.0", id: 1, result: {} }],
    ["id null", call("list", {}, null)],
    ["an id with a fraction", call("list", {}, 1.5)],
    ["an object as id", call("list", {}, {})],
    ["a number", 7],
    ["null", "null"],
  ])("not a request: %s", async (_, message) => {
    await expectError(message, "invalid-request");
  });
  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["__proto__", '{"jsonrpc":"2.0","id":1,"method":"plan","params":{"recipe":{"__proto__":{"polluted":true}}}}'],
    [
      "constructor.prototype",
      '{"jsonrpc":"2.0","id":1,"method":"plan","params":{"recipe":{"constructor":{"prototype":{"polluted":true}}}}}',
    ],
    ["1e999", '{"jsonrpc":"2.0","id":1,"method":"plan","params":{"recipe":{"x":1e999}}}'],
    [
      "deep nesting",
      `{"jsonrpc":"2.0","id":1,"method":"plan","params":{"recipe":${"[".repeat(10_000)}${"]".repeat(10_000)}}}`,
    ],
  ])("unusable JSON: %s", async (_, message) => {
    await expectError(message, "parse-error");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
  it("unknown run", async () => {
    await expectError(call("get", { run: "nobody" }), "unknown-run");
  });

  it.each([
    "unknown-checkpoint",
    "wrong-state",
    "recipe-problems",
    "data-outside-roots",
    "queue-full",
    "storage",
  ] as const)("%s, as the service says it", async (code) => {
    const { service } = runner;
    const original = service.submit;
    service.submit = async () => {
      throw new ServiceError(code, "for people", { details: { for: "programs" } });
    };
    const { error } = await expectError(call("submit", examples.submit), code);
    service.submit = original;
    expect(error).toMatchObject({ message: "for people", data: { code, details: { for: "programs" } } });
  });

  it.each([
    ["throws", async () => Promise.reject(new Error("at /home/somebody/secret.ts"))],
    ["throws no Error", async () => Promise.reject("/home/somebody")],
    ["answers nonsense", async () => ({ nonsense: "/home/somebody" }) as never],
  ])("a handler that %s is answered without its insides", async (_, broken) => {
    const { service } = runner;
    const original = service.history;
    service.history = broken;
    const reply = await expectError(call("history", examples.history), "internal");
    service.history = original;
    expect(JSON.stringify(reply)).not.toContain("somebody");
    const { reference } = reply.error!.data.details as { reference: string };
    expect(runner.log.filter((line) => line.includes(reference))).toHaveLength(1);
  });

  it("two requests under way with one id, and too many", async () => {
    const { service } = runner;
    const original = service.get;
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    service.get = async (run) => held.then(() => original.call(service, run));
    runner.service.add("r");
    const client = await runner.open();
    for (let id = 1; id <= 32; id += 1) client.send(call("get", { run: "r" }, id));
    expect((await client.ask(call("list", {}, 1))).error?.data.code).toBe("invalid-request");
    expect((await client.ask(call("list", {}, 33))).error?.data.code).toBe("too-many-requests");
    seen.add("too-many-requests");
    answer();
    const ids: unknown[] = [];
    for (let count = 0; count < 32; count += 1) ids.push((await client.next()).id);
    expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
    service.get = original;
    expect((await client.ask(call("list", {}, 34))).id).toBe(34);
    client.socket.terminate();
  });

  it("notifications are not answered", async () => {
    const client = await runner.open();
    client.send({ jsonrpc: "2.0", method: "$/cancelRequest" });
    client.send({ jsonrpc: "2.0", method: "$/cancelRequest", params: { id: null } });
    client.send({ jsonrpc: "2.0", method: "list" });
    expect((await client.ask(call("list", {}, 5))).id).toBe(5);
    client.socket.terminate();
  });

  it("every code has been seen", () => {
    expect([...seen].toSorted()).toEqual([...protocolErrorCodes].toSorted());
  });

  it("the client rejects with the code and the runner's words", async () => {
    const client = await runner.connect();
    const refused = client.request("get", { run: "nobody" });
    await expect(refused).rejects.toBeInstanceOf(RefusedError);
    await expect(refused).rejects.toMatchObject({ code: "unknown-run", details: { run: "nobody" } });
    client.close();
  });
});
