import { describe, expect, it } from "vitest";
import { hostName, hostOfHeader, isLoopback } from "../../../runner/server/access/hosts.ts";
import { listenPolicy } from "../../../runner/server/listen-policy.ts";
import type { ServerCertificate } from "../../../runner/server/tls.ts";

const certificate: ServerCertificate = {
  cert: Buffer.alloc(0),
  key: Buffer.alloc(0),
  names: ["gpu-box", "192.0.2.7"],
  fingerprint: "",
  validTo: new Date(),
};
const options = { host: "127.0.0.1", certificate: null, insecure: false, allowHosts: [], allowOrigins: [] };

describe("where a runner listens", () => {
  it.each(["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "::1", "[::1]"])("%s needs no TLS", (host) => {
    expect(listenPolicy({ ...options, host }).hosts).toEqual([host, "localhost", "127.0.0.1", "[::1]"]);
  });
  it.each(["0.0.0.0", "::", "192.168.1.5", "gpu-box", "", "127.0.0.1.example", "1270.0.0.1"])(
    "%j needs TLS, or --insecure",
    (host) => {
      expect(() => listenPolicy({ ...options, host })).toThrow("--tls-cert");
      expect(() => listenPolicy({ ...options, host, certificate })).not.toThrow();
      expect(() => listenPolicy({ ...options, host, insecure: true })).not.toThrow();
    },
  );
  it("is known by its certificate's names, and by this machine's where it listens everywhere", () => {
    const { hosts } = listenPolicy({ ...options, host: "0.0.0.0", certificate, allowHosts: ["alias.example"] });
    expect(hosts).toEqual(expect.arrayContaining(["gpu-box", "192.0.2.7", "alias.example", "localhost", "127.0.0.1"]));
    expect(listenPolicy({ ...options, host: "192.0.2.7", certificate }).hosts).not.toContain("localhost");
  });
  it.each(["https://page.example", "http://localhost:5173", "vscode-webview://abc"])(
    "takes the origin %s",
    (origin) => {
      expect(listenPolicy({ ...options, allowOrigins: [origin] }).origins).toEqual([origin]);
    },
  );
  it.each([
    "*",
    "null",
    "page.example",
    "https://page.example/",
    "https://page.example:443",
    "https://PAGE.example",
    "https://*.example",
    "vscode-webview://*",
  ])("refuses the origin %s", (origin) => {
    expect(() => listenPolicy({ ...options, allowOrigins: [origin] })).toThrow("--allow-origin");
  });
});

describe("a Host header", () => {
  it.each([
    ["gpu-box", "gpu-box"],
    ["GPU-Box:7733", "gpu-box"],
    ["[::1]:7733", "[::1]"],
    ["192.0.2.7:1", "192.0.2.7"],
  ])("%s names %s", (header, name) => {
    expect(hostOfHeader(header)).toBe(name);
  });
  it.each([undefined, "", "a b", "a:b", "a:", "user@host", "host/path", "host:123456", "[::1", "ho\u017ft"])(
    "%j names nothing",
    (header) => {
      expect(hostOfHeader(header)).toBeNull();
    },
  );
  it("addresses are written as browsers write them", () => {
    expect(hostName("::1")).toBe("[::1]");
    expect(hostName("Box")).toBe("box");
    expect(isLoopback("localhost.example")).toBe(false);
  });
});
