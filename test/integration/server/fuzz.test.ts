import { connect, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptMessage } from "../../../runner/server/accept-message.ts";
import { protocolVersion, requests } from "../../../shared/protocol/requests.ts";
import { createStream } from "../../../shared/random.ts";
import { startTestRunner, type TestRunner, upgradeHeaders } from "../../support/test-runner.ts";

/**
 * Rows 17 to 19 of what must not break a runner, at length: 100,000 messages, frames and handshakes, whole, mutated and
 * random. A good client is served all the while, no request hangs, and the memory stays as it is.
 */
const seed = 20;
const counts = { messages: 70_000, frames: 29_000, handshakes: 1_000 };
const growthAllowed = 8 * 1024 * 1024;

let runner: TestRunner;
beforeAll(async () => {
  runner = await startTestRunner();
});
afterAll(() => runner.close());

const random = createStream({ seed, purpose: "replacement" });
const pick = <Value>(values: readonly Value[]): Value => values[random.integer(values.length)]!;
const bytes = (length: number) => Buffer.from(Array.from({ length }, () => random.integer(256)));

/** What the service of the test keeps of all that came is not the server's memory. */
function tidy(): void {
  runner.service.runs.clear();
  runner.service.calls.length = 0;
  runner.log.length = 0;
  runner.service.add("r");
}

async function expectHealthy(): Promise<void> {
  tidy();
  const client = await runner.connect();
  expect(await client.request("list", {})).toMatchObject({ runs: [{ id: "r" }] });
  client.close();
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
/** Bytes that live, after connections that are closing are gone. */
async function liveBytes(): Promise<number> {
  tidy();
  await new Promise((resolve) => setTimeout(resolve, 200));
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Does `work` for each of `count` things, looks at a good client at ten moments, and at the memory after the first fifth. */
async function flood(count: number, work: () => Promise<number>): Promise<void> {
  let [done, probes, early] = [0, 0, 0];
  while (done < count) {
    done += await work();
    if (done * 10 < (probes + 1) * count) continue;
    probes += 1;
    await expectHealthy();
    if (early === 0 && done * 5 >= count) early = await liveBytes();
  }
  expect(probes).toBeGreaterThanOrEqual(5);
  expect((await liveBytes()) - early).toBeLessThan(growthAllowed);
}

const methods = Object.keys(requests);
const moreMethods = ["$/cancelRequest", "toString", "__proto__", ""];
const odd = [
  0,
  -1,
  1.5,
  2 ** 53,
  -0,
  1e308,
  null,
  true,
  "",
  "r",
  "\u0000",
  "\ud800",
  "../..",
  [],
  {},
  [[]],
  { run: "r" },
];

function request(): unknown {
  const params: Record<string, unknown> = { run: pick(["r", "r", "gone", "../r", ""]) };
  const fields = ["afterSequence", "labels", "position", "metric", "recipe", "source", "protocolVersion", "buckets"];
  for (const field of fields) if (random.uniform() < 0.2) params[field] = pick(odd);
  return {
    jsonrpc: pick(["2.0", "2.0", "2.0", "2.0", "1.0", 2]),
    ...(random.uniform() < 0.9
      ? { id: pick([random.integer(1 << 30), `id ${random.integer(1 << 30)}`, null, 1.5]) }
      : {}),
    method: pick([...methods, ...moreMethods]),
    params: random.uniform() < 0.9 ? params : pick(odd),
  };
}

/** Text that is one edit or a few away from a request, or no request at all. */
function message(): string {
  let text = JSON.stringify(random.uniform() < 0.95 ? request() : [request(), request()]);
  for (let edits = random.integer(4); edits > 0; edits -= 1) {
    const at = random.integer(text.length + 1);
    const inserted = pick([
      '"',
      "{",
      "}",
      "[",
      ",",
      ":",
      "\\u",
      "1e999",
      '"__proto__":',
      "\u202e",
      "[".repeat(100),
      "\n",
    ]);
    const end = at + random.integer(8);
    text = pick([
      () => text.slice(0, at),
      () => text.slice(0, at) + inserted + text.slice(at),
      () => text.slice(0, at) + text.slice(end),
      () => text.slice(0, at) + text.slice(at, end).repeat(3) + text.slice(end),
    ])();
  }
  return random.uniform() < 0.03 ? bytes(random.integer(300)).toString() : text;
}

describe(`what strangers send, at random from seed ${seed}`, () => {
  it(`${counts.messages} JSON-RPC messages: each is answered once, but for notifications`, async () => {
    await flood(counts.messages, async () => {
      tidy();
      const client = await runner.open({ initialize: random.uniform() < 0.9 });
      let sent = 0;
      for (let batch = 0; batch < 30; batch += 1) {
        const texts = Array.from({ length: 30 }, message);
        let answers = texts.filter((text) => acceptMessage(text).kind !== "ignored").length;
        for (const text of texts) client.send(text);
        sent += texts.length;
        while (answers > 0) {
          const { method, error, result } = await client.next();
          if (method !== undefined) continue;
          expect([error === undefined, result === undefined]).toContain(false);
          answers -= 1;
        }
      }
      client.socket.terminate();
      return sent;
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it(`${counts.frames} frames on bare sockets, good ones and bad`, async () => {
    await flood(counts.frames, async () => {
      const socket = await open();
      let closed = false;
      socket.once("close", () => {
        closed = true;
      });
      socket.resume();
      socket.write(handshake());
      let sent = 0;
      // A server that has seen a bad frame closes; up to there every frame counts.
      while (!closed && socket.writable && sent < 200) {
        socket.write(frame());
        sent += 1;
        await new Promise(setImmediate);
      }
      socket.destroy();
      return sent;
    });
  });

  it(`${counts.handshakes} handshakes, whole, cut, mutated and slow`, async () => {
    const dawdling: Socket[] = [];
    // The token stays: a wrong one is a guess, and after ten of them everybody at the address waits.
    const from = handshake().indexOf("Authorization");
    const authorization = { from, to: handshake().indexOf("\r\n", from) + 2 };
    await flood(counts.handshakes, async () => {
      const socket = await open();
      const mutated = Buffer.from(handshake());
      for (let edits = random.integer(5); edits > 0; edits -= 1) {
        const at = random.integer(mutated.length);
        if (at < authorization.from || at >= authorization.to) mutated[at] = random.integer(256);
      }
      const cut = random.uniform() < 0.3 ? random.integer(mutated.length) : mutated.length;
      socket.resume();
      socket.write(mutated.subarray(0, cut));
      if (cut < mutated.length && dawdling.length < 100) {
        dawdling.push(socket); // stays, and sends nothing more: the server's limit ends it
        return 1;
      }
      socket.end();
      await new Promise((resolve) => socket.once("close", resolve).once("end", resolve));
      socket.destroy();
      return 1;
    });
    for (const socket of dawdling) socket.destroy();
    await expectHealthy();
  });
});

function open(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(runner.server.port, "127.0.0.1", () => resolve(socket));
    socket.once("error", reject);
    socket.on("error", () => {});
  });
}

function handshake(): string {
  const headers = { Host: "127.0.0.1", Authorization: `Bearer ${runner.token}`, ...upgradeHeaders };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /rpc HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** A frame of the WebSocket protocol (RFC 6455, 5.2), in one of eight cases with something wrong. */
function frame(): Buffer {
  const bad = random.integer(8) === 0;
  const control = random.uniform() < 0.3;
  const initialize = JSON.stringify({
    ...{ jsonrpc: "2.0", id: random.integer(1000), method: "initialize" },
    params: { protocolVersion, client: "test" },
  });
  const payload = control ? bytes(random.integer(20)) : Buffer.from(random.uniform() < 0.2 ? initialize : message());
  const first = bad && random.uniform() < 0.4 ? random.integer(256) : control ? pick([0x89, 0x8a]) : 0x81;
  const length = bad && random.uniform() < 0.3 ? 2 ** random.integer(62) : payload.length;
  const masked = !(bad && random.uniform() < 0.3);
  const body = bad && random.uniform() < 0.4 ? bytes(payload.length) : payload;
  const mask = bytes(4);
  const flag = masked ? 128 : 0;
  const size = length < 126 ? Buffer.of(flag | length) : Buffer.alloc(9);
  if (length >= 126) {
    size[0] = flag | 127;
    size.writeBigUInt64BE(BigInt(length), 1);
  }
  if (!masked) return Buffer.concat([Buffer.of(first), size, body]);
  return Buffer.concat([Buffer.of(first), size, mask, body.map((byte, index) => byte ^ mask[index & 3]!)]);
}
