import { X509Certificate } from "node:crypto";
import { createServer as createTcpServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { connectRunner } from "../../../runner/client/connect.ts";
import { dial } from "../../../runner/client/dial.ts";
import type { RunnerTarget } from "../../../runner/client/target.ts";
import { parseAddress } from "../../../shared/client/address.ts";
import { selfSigned, type TestCertificate } from "../../support/certificate.ts";
import { startTestRunner, type TestRunner } from "../../support/test-runner.ts";

const day = 86_400_000;
const good = selfSigned({ names: ["localhost", "127.0.0.1"] });
const other = selfSigned({ names: ["localhost", "127.0.0.1"] });
const elsewhere = selfSigned({ names: ["elsewhere.example"] });
const expired = selfSigned({
  names: ["localhost", "127.0.0.1"],
  validFrom: new Date(Date.now() - 2 * day),
  validTo: new Date(Date.now() - day),
});

const pinOf = ({ cert }: TestCertificate) => new X509Certificate(cert).fingerprint256.replaceAll(":", "").toLowerCase();

let runner: TestRunner | undefined;
afterEach(async () => {
  await runner?.close();
  runner = undefined;
});
const start = async ({ cert, key }: TestCertificate) => {
  runner = await startTestRunner({ tls: { cert: Buffer.from(cert), key: Buffer.from(key) } });
  return runner.target;
};

async function refused(target: RunnerTarget): Promise<{ code: string; message: string; retry: boolean }> {
  const error = await dial(target).then(
    (socket) => {
      socket.terminate();
      return new Error("connected");
    },
    (thrown: unknown) => thrown,
  );
  return error as { code: string; message: string; retry: boolean };
}

describe("a client", () => {
  it.each([
    ["a certificate that it is given", { ca: good.cert }],
    ["a pin", { pin: pinOf(good) }],
  ])("talks over TLS with %s", async (_, trust) => {
    const target = await start(good);
    const client = await connectRunner({ ...target, ...trust });
    expect(await client.request("list", {})).toEqual({ runs: [] });
    client.close();
  });

  it.each([
    ["a certificate that nobody vouches for", good, {}, "certificate-unknown"],
    ["another certificate than the one given", good, { ca: other.cert }, "certificate-unknown"],
    ["a certificate for another host", elsewhere, { ca: elsewhere.cert }, "certificate-host"],
    ["an expired certificate", expired, { ca: expired.cert }, "certificate-expired"],
    ["another certificate than the pinned one", good, { pin: pinOf(other) }, "certificate-pin"],
    ["an expired certificate, pinned", expired, { pin: pinOf(expired) }, "certificate-expired"],
  ])("refuses %s and sends nothing", async (_, certificate, trust, code) => {
    const target = await start(certificate);
    const error = await refused({ ...target, ...trust });
    expect(error).toMatchObject({ code, retry: false });
    expect(error.message).toContain("Nothing was sent");
  });

  it("says what is wrong when TLS meets none", async () => {
    runner = await startTestRunner();
    const target = { ...runner.target, address: parseAddress(runner.server.url.replace("http:", "https:")) };
    expect(await refused(target)).toMatchObject({ code: "not-tls" });
    await runner.close();
    const secure = await start(good);
    const plain = { ...secure, address: parseAddress(runner!.server.url.replace("https:", "http:")) };
    expect((await refused(plain)).message).toContain("https://");
  });
});

describe("a client says what it met:", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  /** Answers whatever comes with these bytes and closes. */
  const answering = async (bytes: string): Promise<RunnerTarget> => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(bytes));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    return { address: parseAddress(`http://127.0.0.1:${port}`), token: "t", tokenFrom: "a test", ca: null, pin: null };
  };
  const html = "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 2\r\n\r\nhi";

  it.each([
    ["a web server", html, "not-a-runner", false],
    [
      "a login page",
      "HTTP/1.1 302 Found\r\nLocation: https://sso.example/\r\nContent-Length: 0\r\n\r\n",
      "not-a-runner",
      false,
    ],
    [
      "a proxy that asks for a password",
      "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
      "not-a-runner",
      false,
    ],
    ["a proxy without its runner", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "not-a-runner", true],
    ["something else", "SSH-2.0-OpenSSH_9.2\r\n", "not-a-runner", false],
    ["silence", "", "closed", true],
  ])("%s", async (_, bytes, code, retry) => {
    expect(await refused(await answering(bytes))).toMatchObject({ code, retry });
  });

  it("nobody", async () => {
    const target = await answering("");
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    expect(await refused(target)).toMatchObject({ code: "refused", retry: true });
  });
  it("a runner with another token, or too many of them", async () => {
    runner = await startTestRunner();
    const target = { ...runner.target, token: "x".repeat(43) };
    expect(await refused(target)).toMatchObject({ code: "wrong-token", retry: false });
    for (let count = 0; count < 10; count += 1) await refused(target);
    expect(await refused(target)).toMatchObject({ code: "too-many-failures", retry: true });
  });
  it("a runner that is not known by this name", async () => {
    runner = await startTestRunner({ hosts: [] });
    const target = { ...runner.target, address: parseAddress(`http://localhost:${runner.server.port}`) };
    const error = await refused(target);
    expect(error).toMatchObject({ code: "host-not-allowed", retry: false });
    expect(error.message).toContain("--allow-host");
  });
});
