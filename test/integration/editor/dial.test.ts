import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { connectRunner, shownCertificate } from "../../../extension/runners/dial.ts";
import { parseAddress } from "../../../shared/client/address.ts";
import { parsePin } from "../../../shared/client/certificate-pin.ts";
import { selfSigned } from "../../support/certificate.ts";
import { startTestRunner, type TestRunner } from "../../support/test-runner.ts";

/** How the extension connects: what proves the other side, and what is said where it does not. */

let runner: TestRunner | undefined;
let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await runner?.close();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  runner = undefined;
  server = undefined;
});

const canary = "canary-".padEnd(43, "x");
const secure = async (names = ["localhost", "127.0.0.1"]) => {
  const { cert, key } = selfSigned({ names });
  runner = await startTestRunner({ tls: { cert: Buffer.from(cert), key: Buffer.from(key) } });
  return { address: parseAddress(runner.server.url), token: runner.token };
};
/** Something that listens and keeps whatever it is sent. */
const listener = async (answer: string) => {
  const received: Buffer[] = [];
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      received.push(bytes);
      if (answer !== "") socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return { port, received: () => Buffer.concat(received).toString("latin1") };
};

describe("the extension's connection", () => {
  it("stands over TLS with the pin that the runner shows", async () => {
    const { address, token } = await secure();
    const shown = await shownCertificate(address);
    const client = await connectRunner({ address, token, pin: parsePin(shown!.fingerprint256) });
    expect(await client.request("list", {})).toEqual({ runs: [] });
    client.close();
    await client.closed;
  });

  it("to a certificate that nobody vouches for, or that is not the pinned one, sends no token", async () => {
    const received: Buffer[] = [];
    const { cert, key } = selfSigned({ names: ["localhost", "127.0.0.1"] });
    server = createTlsServer({ cert, key }, (socket) => {
      sockets.add(socket);
      socket.on("error", () => {}).on("data", (bytes) => received.push(bytes));
    });
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    const address = parseAddress(`https://127.0.0.1:${(server.address() as { port: number }).port}`);
    for (const [pin, code] of [
      [null, "certificate-unknown"],
      ["ab".repeat(32), "certificate-pin"],
    ] as const) {
      await expect(connectRunner({ address, token: canary, pin })).rejects.toMatchObject({
        code,
        text: { en: expect.stringContaining("Nothing was sent"), ko: expect.stringContaining("전송하지") },
      });
    }
    expect(Buffer.concat(received).toString("latin1")).toBe("");
  });

  it("tells a wrong token, and in words for the editor", async () => {
    runner = await startTestRunner();
    const address = parseAddress(runner.server.url);
    await expect(connectRunner({ address, token: canary, pin: null })).rejects.toMatchObject({
      code: "wrong-token",
      retry: false,
      text: { en: expect.not.stringContaining("secret storage"), ko: expect.stringContaining("토큰") },
    });
  });

  it.each([
    ["a web server", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "not-a-runner", "http"],
    ["a proxy that reaches nothing", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "not-a-runner", "http"],
    ["a program that speaks no HTTP", "220 mail.example ESMTP\r\n", "not-a-runner", "http"],
    ["a runner without TLS", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "not-tls", "https"],
  ])("tells %s", async (_, answer, code, scheme) => {
    const { port, received } = await listener(answer);
    const address = parseAddress(`${scheme}://127.0.0.1:${port}`);
    await expect(connectRunner({ address, token: canary, pin: null })).rejects.toMatchObject({ code });
    if (scheme === "https") expect(received()).not.toContain("canary");
  });

  it("tells a port where nobody listens, and a name that nobody has", async () => {
    const { port } = await listener("");
    await new Promise((resolve) => server!.close(resolve));
    server = undefined;
    const to = (url: string) => connectRunner({ address: parseAddress(url), token: canary, pin: null });
    await expect(to(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ code: "refused", retry: true });
    await expect(to("https://no-such-host.invalid")).rejects.toMatchObject({ code: "unknown-host" });
  });
});
