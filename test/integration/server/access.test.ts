import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { FailureLimit } from "../../../runner/server/access/failure-limit.ts";
import { Tickets } from "../../../runner/server/access/tickets.ts";
import { pageRoutes } from "../../../runner/server/page.ts";
import { createRoutes, rpcPath } from "../../../runner/server/routes.ts";
import { http, startTestRunner, type TestRunner, upgradeHeaders } from "../../support/test-runner.ts";

const page = "https://dashboard.example";

let runner: TestRunner;
afterEach(() => runner?.close());
const start = async () => {
  runner = await startTestRunner({
    origins: [page],
    metrics: async () => ({ contentType: "text/plain", text: "m 1\n" }),
  });
  return runner.server.port;
};
const bearer = () => ({ Authorization: `Bearer ${runner.token}` });
const guess = { Authorization: `Bearer ${"x".repeat(43)}` };

/** Every path that is answered, the upgrade, one that does not exist, and ways to write them that must not get around. */
const routes = createRoutes({ tickets: new Tickets(), metrics: null, page: pageRoutes() });
const paths = [
  ...routes.map(({ path }) => path),
  "/none",
  "/assets/",
  "/assets/../recipe-lab.mjs",
  "/assets/%2e%2e/recipe-lab.mjs",
  "/assets/main.js.map",
  "/RPC",
  "/rpc/",
  "//rpc",
  "/rpc?token=x",
  "/healthz/../metrics",
  "/%6detrics",
  "/metrics%00",
  "/..%2f..%2fetc/passwd",
];
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
const open = new Set(routes.filter(({ access }) => access === "open").map(({ method, path }) => `${method} ${path}`));
const attempts = methods.flatMap((method) => paths.map((path) => ({ method, path, name: `${method} ${path}` })));

describe("whoever has no token", () => {
  it("is denied on every route and method but the health check and the files of the page", async () => {
    await start();
    expect([...open]).toEqual([
      ...["GET /", "GET /assets/main.js", "GET /assets/main.css", "GET /assets/icon.svg"],
      "GET /healthz",
    ]);
    for (const { method, path, name } of attempts) {
      const { status } = await http(runner.server.port, { method, path });
      expect(`${name} ${status}`).toBe(`${name} ${open.has(name) ? 200 : 401}`);
    }
  });

  it("is denied the upgrade, whatever the path", async () => {
    await start();
    for (const path of paths) {
      const { status, headers } = await http(runner.server.port, { path, headers: upgradeHeaders });
      expect(`${path} ${status}`).toBe(`${path} 401`);
      expect(headers["www-authenticate"]).toBe('Bearer realm="recipe-lab"');
    }
  });

  it.each([
    ["in the query", { path: `${rpcPath}?token=TOKEN` }],
    ["as a cookie", { headers: { Cookie: "token=TOKEN" } }],
    ["as another scheme", { headers: { Authorization: "Basic TOKEN" } }],
    ["cut short", { headers: { Authorization: "Bearer TOKE" } }],
    ["as a ticket", { headers: { "Sec-WebSocket-Protocol": "recipe-lab.v1, recipe-lab.ticket.TOKEN" } }],
  ])("does not get in with the token %s", async (_, attempt: { path?: string; headers?: Record<string, string> }) => {
    const port = await start();
    const filled = JSON.parse(
      JSON.stringify(attempt)
        .replaceAll("TOKEN", runner.token)
        .replaceAll('TOKE"', `${runner.token.slice(0, -1)}"`),
    ) as typeof attempt;
    const { status } = await http(port, {
      path: rpcPath,
      ...filled,
      headers: { ...upgradeHeaders, ...filled.headers },
    });
    expect(status).toBe(401);
  });

  it("tries ten wrong tokens at once, and then waits, the right one included", async () => {
    const port = await start();
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      statuses.push((await http(port, { path: rpcPath, headers: { ...upgradeHeaders, ...guess } })).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.slice(10)).toContain(429);
    // Requests without any token are no guesses and are told so.
    expect((await http(port, { path: "/metrics" })).status).toBe(401);
    expect((await http(port, { path: "/healthz" })).status).toBe(200);
  });
});

describe("the dashboard's page", () => {
  it("may load nothing but its own files, and be framed by nobody", async () => {
    const port = await start();
    const { body, headers } = await http(port, { path: "/" });
    expect(headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "x-content-type-options": "nosniff" });
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    );
    const named = [...body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(1);
    for (const path of named) expect(`${path} ${(await http(port, { path })).status}`).toBe(`${path} 200`);
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/);
    expect(`${body}${JSON.stringify(headers)}`).not.toContain(runner.token);
  });

  it("says how to build it where it is not built", async () => {
    const [route] = pageRoutes((name) => `/nowhere/${name}`);
    const server = createServer((request, response) => void route!.answer(request, response)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const answer = await http((server.address() as AddressInfo).port, { path: "/" });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain("npm run build");
    server.close();
    await start(); // what afterEach ends
  });
});

describe("with the token", () => {
  it("routes answer", async () => {
    const port = await start();
    expect(await http(port, { path: "/metrics", headers: bearer() })).toMatchObject({ status: 200, body: "m 1\n" });
    expect((await http(port, { path: "/none", headers: bearer() })).status).toBe(404);
    expect(await http(port, { method: "PUT", path: "/metrics", headers: bearer() })).toMatchObject({
      status: 405,
      headers: { allow: "GET" },
    });
    expect((await http(port, { path: rpcPath, headers: bearer() })).status).toBe(426);
    expect((await http(port, { path: rpcPath, headers: { ...upgradeHeaders, ...bearer() } })).status).toBe(101);
    expect((await http(port, { path: "/none", headers: { ...upgradeHeaders, ...bearer() } })).status).toBe(404);
  });

  it.each(["evil.example", "evil.example:7733", "127.0.0.1.evil.example", "localhost.", "127.1", "[::1]", "a b"])(
    "Host %j is refused, on every route and at the upgrade",
    async (host) => {
      await start();
      for (const { method, path, name } of attempts) {
        const { status } = await http(runner.server.port, { method, path, headers: { ...bearer(), Host: host } });
        expect(`${name} ${status}`).toBe(`${name} 403`);
      }
      const headers = { ...upgradeHeaders, ...bearer(), Host: host };
      expect((await http(runner.server.port, { path: rpcPath, headers })).status).toBe(403);
    },
  );

  it("Host is this runner's name, whatever the port: tunnels have one of their own", async () => {
    const port = await start();
    for (const host of ["127.0.0.1", "localhost:9999", "LOCALHOST", `127.0.0.1:${port}`]) {
      expect((await http(port, { path: "/metrics", headers: { ...bearer(), Host: host } })).status).toBe(200);
    }
  });

  it.each([
    "null",
    "https://evil.example",
    "http://localhost:3000",
    "https://dashboard.example.evil.example",
    "https://dashboard.example/",
    "http://dashboard.example",
    "HTTPS://dashboard.example",
    "",
  ])("Origin %j is refused, on every route and at the upgrade", async (origin) => {
    await start();
    for (const { method, path, name } of attempts) {
      const { status } = await http(runner.server.port, { method, path, headers: { ...bearer(), Origin: origin } });
      expect(`${name} ${status}`).toBe(`${name} 403`);
    }
    const headers = { ...upgradeHeaders, ...bearer(), Origin: origin };
    expect((await http(runner.server.port, { path: rpcPath, headers })).status).toBe(403);
  });

  it("pages of the allow-list and of the runner itself come in", async () => {
    const port = await start();
    for (const origin of [page, `http://127.0.0.1:${port}`]) {
      const headers = { ...bearer(), Origin: origin };
      expect((await http(port, { path: rpcPath, headers: { ...upgradeHeaders, ...headers } })).status).toBe(101);
      const answer = await http(port, { method: "POST", path: "/ticket", headers });
      expect(answer).toMatchObject({ status: 200, headers: { "access-control-allow-origin": origin, vary: "Origin" } });
    }
    const preflight = await http(port, { method: "OPTIONS", path: "/ticket", headers: { Origin: page } });
    expect(preflight).toMatchObject({ status: 204, headers: { "access-control-allow-headers": "authorization" } });
  });

  it("two Host, Origin or Authorization headers are refused", async () => {
    const port = await start();
    for (const twice of ["Authorization", "Origin"]) {
      const values = { Authorization: `Bearer ${runner.token}`, Origin: page };
      const headers = { ...values, [twice]: [values[twice as keyof typeof values], "second"] } as never;
      expect((await http(port, { path: "/metrics", headers })).status).toBe(400);
    }
  });
});

describe("tickets", () => {
  const ticket = async (port: number) => {
    const { body } = await http(port, { method: "POST", path: "/ticket", headers: bearer() });
    return JSON.parse(body) as { ticket: string; expiresInSeconds: number };
  };
  const use = (port: number, value: string, path: string = rpcPath) =>
    http(port, {
      path,
      headers: { ...upgradeHeaders, "Sec-WebSocket-Protocol": `recipe-lab.v1, recipe-lab.ticket.${value}` },
    });

  it("open one connection, once, and are not repeated in the answer", async () => {
    const port = await start();
    const { ticket: value, expiresInSeconds } = await ticket(port);
    expect(expiresInSeconds).toBe(30);
    const answer = await use(port, value);
    expect(answer).toMatchObject({ status: 101, headers: { "sec-websocket-protocol": "recipe-lab.v1" } });
    expect((await use(port, value)).status).toBe(401);
    expect(JSON.stringify(answer.headers) + runner.log.join()).not.toContain(value);
  });

  it("open nothing but the upgrade", async () => {
    const port = await start();
    const { ticket: value } = await ticket(port);
    const headers = { "Sec-WebSocket-Protocol": `recipe-lab.ticket.${value}` };
    expect((await http(port, { path: "/metrics", headers })).status).toBe(401);
    expect(
      (await http(port, { method: "POST", path: "/ticket", headers: { Authorization: `Bearer ${value}` } })).status,
    ).toBe(401);
  });

  it("end after half a minute", () => {
    let now = 0;
    const tickets = new Tickets(() => now);
    const [early, late] = [tickets.issue()!, tickets.issue()!];
    now = 29_999;
    expect(tickets.redeem(early.ticket)).toBe(true);
    now = 30_000;
    expect(tickets.redeem(late.ticket)).toBe(false);
  });

  it("are a thousand at most", () => {
    let now = 0;
    const tickets = new Tickets(() => now);
    for (let count = 0; count < 1_000; count += 1) expect(tickets.issue()).not.toBeNull();
    expect(tickets.issue()).toBeNull();
    now = 30_001;
    expect(tickets.issue()).not.toBeNull();
  });
});

describe("the limit on wrong tokens", () => {
  it("gives one try back each second, to that address alone", () => {
    let now = 0;
    const limit = new FailureLimit(() => now);
    for (let count = 0; count < 10; count += 1) {
      expect(limit.allows("192.0.2.1")).toBe(true);
      limit.failed("192.0.2.1");
    }
    expect(limit.allows("192.0.2.1")).toBe(false);
    expect(limit.allows("::ffff:192.0.2.1")).toBe(false);
    expect(limit.allows("192.0.2.2")).toBe(true);
    now = 1_000;
    expect(limit.allows("192.0.2.1")).toBe(true);
    limit.failed("192.0.2.1");
    expect(limit.allows("192.0.2.1")).toBe(false);
  });

  it("takes a /64 of IPv6 for one address", () => {
    const limit = new FailureLimit(() => 0);
    for (let count = 0; count < 10; count += 1) limit.failed(`2001:db8:0:1::${count.toString(16)}`);
    expect(limit.allows("2001:db8:0:1:ffff::1")).toBe(false);
    expect(limit.allows("2001:db8::1:0:0:0:1")).toBe(false);
    expect(limit.allows("2001:db8:0:2::1")).toBe(true);
  });
});
