import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStream } from "../../../shared/random.ts";
import { startTestRunner, type TestRunner, upgradeHeaders } from "../../support/test-runner.ts";

/** What strangers and broken programs send: below the WebSocket library, on a bare socket. */

let runner: TestRunner;
beforeAll(async () => {
  runner = await startTestRunner();
});
afterAll(() => runner.close());

/** A good client is served: the server lives. */
async function expectHealthy(): Promise<void> {
  const client = await runner.connect();
  expect(await client.request("list", {})).toEqual({ runs: [] });
  client.close();
}

function open(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(runner.server.port, "127.0.0.1", () => resolve(socket));
    socket.once("error", reject);
    socket.on("error", () => {});
  });
}

/** All bytes until the other side closes. */
function untilClosed(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => socket.once("close", () => resolve(Buffer.concat(chunks))));
}

async function upgraded(): Promise<Socket> {
  const socket = await open();
  const headers = { Host: "127.0.0.1", Authorization: `Bearer ${runner.token}`, ...upgradeHeaders };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /rpc HTTP/1.1\r\n${lines.join("")}\r\n`);
  const answer = await new Promise<Buffer>((resolve) => socket.once("data", resolve));
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
  return socket;
}

/** A masked frame with a mask of zeros, so that the payload stands as it is. */
function frame(
  first: number,
  payload: Buffer | string,
  { masked = true, length }: { masked?: boolean; length?: bigint } = {},
) {
  const bytes = Buffer.from(payload);
  const mask = masked ? 128 : 0;
  const size = length ?? BigInt(bytes.length);
  const header =
    size < 126n
      ? Buffer.of(first, mask | Number(size))
      : (() => {
          const long = Buffer.alloc(10);
          long[0] = first;
          long[1] = mask | 127;
          long.writeBigUInt64BE(size, 2);
          return long;
        })();
  return Buffer.concat([header, ...(masked ? [Buffer.alloc(4)] : []), bytes]);
}

/** The code in the close frame at the end of what the server sent. */
function closeCode(bytes: Buffer): number | null {
  const at = bytes.lastIndexOf(0x88);
  return at < 0 || bytes[at + 1]! < 2 ? null : bytes.readUInt16BE(at + 2);
}

const text = 0x81;

describe("frames", () => {
  it.each([
    ["a reserved opcode", frame(0x83, "x"), 1002],
    ["reserved bits", frame(0xc1, "x"), 1002],
    ["no mask", frame(text, "{}", { masked: false }), 1002],
    ["a header that announces 1 GiB", frame(text, "", { length: 1n << 30n }), 1009],
    ["a header that announces 2^63", frame(text, "", { length: (1n << 63n) - 1n }), 1009],
    [
      "a message of 5 MiB in two parts",
      Buffer.concat([frame(0x01, "x".repeat(3 << 20)), frame(0x80, "x".repeat(2 << 20))]),
      1009,
    ],
    ["UTF-8 that is none", frame(text, Buffer.of(0xff, 0xfe)), 1007],
    ["half a character", frame(text, Buffer.of(0xe2, 0x82)), 1007],
    ["a continuation of nothing", frame(0x80, "x"), 1002],
    ["a new message inside another", Buffer.concat([frame(0x01, "a"), frame(0x81, "b")]), 1002],
    ["a ping in fragments", frame(0x09, "x"), 1002],
    ["a ping that is too long", frame(0x89, "x".repeat(126)), 1002],
    ["a binary message", frame(0x82, "{}"), 1003],
    ["a close with half a code", frame(0x88, Buffer.of(3)), 1002],
    ["a close with a code that is none", frame(0x88, Buffer.of(0, 1)), 1002],
    [
      "more fragments than anybody needs",
      Buffer.concat([frame(0x01, "a"), ...Array.from({ length: 1_100 }, () => frame(0x00, ""))]),
      1008,
    ],
  ])("%s: closed with the right code", async (_, bytes, code) => {
    const socket = await upgraded();
    const received = untilClosed(socket);
    socket.write(bytes);
    expect(closeCode(await received)).toBe(code);
    socket.destroy();
    await expectHealthy();
  });

  it("a message in many fragments, with pings between them, is a message", async () => {
    const socket = await upgraded();
    const message = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"list","params":{}}');
    const parts = Array.from(message, (byte, index) =>
      frame((index === 0 ? 0x01 : 0x00) | (index === message.length - 1 ? 0x80 : 0), Buffer.of(byte)),
    );
    socket.write(Buffer.concat(parts.flatMap((part) => [part, frame(0x89, "")])));
    let received = "";
    for await (const chunk of socket) {
      received += (chunk as Buffer).toString("latin1");
      if (received.includes("not-initialized")) break;
    }
    socket.destroy();
    await expectHealthy();
  });

  it("cut anywhere: the server goes on", async () => {
    const bytes = frame(text, '{"jsonrpc":"2.0","id":1,"method":"list"}');
    for (let length = 0; length < bytes.length; length += 5) {
      const socket = await upgraded();
      socket.write(bytes.subarray(0, length));
      socket.resetAndDestroy();
    }
    await expectHealthy();
  });

  it("at random: closed or answered, and the server goes on", { timeout: 60_000 }, async () => {
    const random = createStream({ seed: 11, purpose: "replacement" });
    for (let connection = 0; connection < 60; connection += 1) {
      const socket = await upgraded();
      const received = untilClosed(socket);
      for (let count = 0; count < 20 && socket.writable; count += 1) {
        const payload = Buffer.from(Array.from({ length: random.integer(200) }, () => random.integer(256)));
        const opcodes = [0x00, 0x01, 0x81, 0x80, 0x82, 0x88, 0x89, 0x8a, 0xc1, random.integer(256)];
        const masked = random.uniform() < 0.9;
        socket.write(frame(opcodes[random.integer(opcodes.length)]!, payload, { masked }));
      }
      socket.end();
      await received;
    }
    await expectHealthy();
  });

  it("whoever does not begin is closed", { timeout: 20_000 }, async () => {
    const socket = await upgraded();
    expect(closeCode(await untilClosed(socket))).toBe(1008);
  });
});

describe("handshakes", () => {
  const answerTo = async (request: string): Promise<string> => {
    const socket = await open();
    const received = untilClosed(socket);
    socket.write(request);
    return (await received).toString().split("\r\n", 1)[0]!;
  };
  const token = () => `Authorization: Bearer ${runner.token}\r\n`;

  it("that are not HTTP", async () => {
    expect(await answerTo("\x16\x03\x01 hello\r\n\r\n")).toBe("HTTP/1.1 400 Bad Request");
  });
  it("without a Host", async () => {
    expect(await answerTo(`GET /metrics HTTP/1.0\r\n${token()}\r\n`)).toBe("HTTP/1.1 403 Forbidden");
    expect(await answerTo(`GET /metrics HTTP/1.1\r\nConnection: close\r\n${token()}\r\n`)).toBe(
      "HTTP/1.1 403 Forbidden",
    );
  });
  it("with two Hosts", async () => {
    const hosts = "Host: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n";
    expect(await answerTo(`GET /metrics HTTP/1.1\r\n${hosts}${token()}\r\n`)).toBe("HTTP/1.1 400 Bad Request");
  });
  it("with 2,000 headers, or 20 KB of them", async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `a${index}: b\r\n`).join("");
    expect(await answerTo(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n${many}\r\n`)).toContain(" 431 ");
    const few = Array.from({ length: 200 }, () => "a: b\r\n").join("");
    const head = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n`;
    expect(await answerTo(`${head}${few}\r\n`)).toContain(" 431 ");
    expect(await answerTo(`${head}a: ${"b".repeat(20_000)}\r\n\r\n`)).toContain(" 431 ");
  });
  it("with two lengths, or a length and chunks", async () => {
    const head = `POST /ticket HTTP/1.1\r\nHost: 127.0.0.1\r\n${token()}`;
    expect(await answerTo(`${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`)).toContain(" 400 ");
    expect(await answerTo(`${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na`)).toContain(" 400 ");
  });
  it("that are no WebSocket's", async () => {
    const head = `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\n${token()}Connection: Upgrade\r\n`;
    expect(await answerTo(`${head}Upgrade: h2c\r\n\r\n`)).toContain(" 400 ");
    expect(await answerTo(`${head}Upgrade: websocket\r\nSec-WebSocket-Version: 7\r\n\r\n`)).toContain(" 400 ");
    expect(
      await answerTo(`${head}Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n`),
    ).toContain(" 400 ");
  });

  it("that dawdle, and sockets that say nothing, are cut off", { timeout: 30_000 }, async () => {
    const silent = await Promise.all(Array.from({ length: 20 }, open));
    const slow = await Promise.all(Array.from({ length: 20 }, open));
    const ends = Promise.all([...silent, ...slow].map(untilClosed));
    let over = false;
    void ends.then(() => {
      over = true;
    });
    const request =
      "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (let index = 0; index < request.length && !over; index += 1) {
      for (const socket of slow) if (socket.writable) socket.write(request[index]!);
      await sleep(250);
    }
    await ends;
    await expectHealthy();
  });
});
