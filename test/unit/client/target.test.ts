import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { profile } from "../../../runner/client/profiles.ts";
import { runnerTarget } from "../../../runner/client/target.ts";
import { parseAddress } from "../../../shared/client/address.ts";
import { backoffMs } from "../../../shared/client/backoff.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-target-"));
const token = "t".repeat(43);
const pin = "ab".repeat(32);
const before = process.env.XDG_CONFIG_HOME;

beforeAll(() => {
  process.env.XDG_CONFIG_HOME = folder;
  mkdirSync(join(folder, "recipe-lab"));
  const write = (name: string, text: string) => writeFileSync(join(folder, "recipe-lab", name), text, { mode: 0o600 });
  write("token", "l".repeat(43));
  write("box.token", token);
  write(
    "runners.json",
    `{
      // comments are fine
      "box": {"url": "https://gpu-box", "tokenFile": "box.token", "pin": "SHA256:${pin.toUpperCase().match(/../g)!.join(":")}"},
      "clear": {"url": "http://192.0.2.7:80", "tokenFile": "box.token", "insecure": true},
    }`,
  );
});
afterAll(() => {
  if (before === undefined) delete process.env.XDG_CONFIG_HOME;
  else process.env.XDG_CONFIG_HOME = before;
  rmSync(folder, { recursive: true });
});

describe("an address", () => {
  it.each([
    ["http://127.0.0.1:7733", { secure: false, host: "127.0.0.1", port: 7733, loopback: true }],
    ["https://GPU-Box", { secure: true, host: "gpu-box", port: 7733, loopback: false }],
    ["https://gpu-box:443/", { secure: true, host: "gpu-box", port: 443, loopback: false }],
    ["http://gpu-box:80", { secure: false, host: "gpu-box", port: 80, loopback: false }],
    ["wss://[::1]:9", { secure: true, host: "[::1]", port: 9, loopback: true }],
    ["http://127.0.0.1.evil.example", { secure: false, host: "127.0.0.1.evil.example", port: 7733, loopback: false }],
  ])("%s", (text, expected) => {
    expect(parseAddress(text)).toMatchObject(expected);
  });
  it.each([
    "gpu-box:7733",
    "ftp://box",
    "https://box/path",
    "https://box?token=x",
    "https://box#x",
    "https://",
    "https://a:b@box",
  ])("%s is none", (text) => {
    expect(() => parseAddress(text)).toThrow(/address/);
  });
});

describe("a runner", () => {
  it("is the one of this machine where none is named, with this machine's token", () => {
    const target = runnerTarget({}, {});
    expect(target).toMatchObject({ token: "l".repeat(43), address: { url: "http://127.0.0.1:7733" } });
  });
  it("comes from a profile", () => {
    const target = runnerTarget({ runner: "box" }, {});
    expect(target).toMatchObject({ token, pin, ca: null, address: { url: "https://gpu-box:7733" } });
    expect(runnerTarget({ runner: "clear" }, {}).address.port).toBe(80);
  });
  it("takes its token from the environment, and the options before all else", () => {
    const environment = { RECIPE_LAB_TOKEN: `${"e".repeat(43)}\n`, RECIPE_LAB_RUNNER: "https://elsewhere" };
    expect(runnerTarget({}, environment)).toMatchObject({
      token: "e".repeat(43),
      address: { host: "elsewhere" },
    });
    const tokenFile = join(folder, "recipe-lab", "box.token");
    expect(runnerTarget({ tokenFile }, environment)).toMatchObject({ token, tokenFrom: tokenFile });
  });
  it("refuses a token that can be none, without showing it", () => {
    expect(() => runnerTarget({}, { RECIPE_LAB_TOKEN: "two words" })).toThrow(/^RECIPE_LAB_TOKEN holds no token/);
  });
  it("elsewhere never gets this machine's token, and none in the clear", () => {
    expect(() => runnerTarget({ runner: "https://elsewhere" }, {})).toThrow("No token for https://elsewhere:7733");
    expect(() => runnerTarget({ runner: "http://elsewhere" }, { RECIPE_LAB_TOKEN: token })).toThrow("ssh -L");
    expect(() =>
      runnerTarget({ runner: "http://elsewhere", insecure: true }, { RECIPE_LAB_TOKEN: token }),
    ).not.toThrow();
  });
  it("with a pin or a certificate that is none is refused", () => {
    expect(() => runnerTarget({ pin: "12:34" }, {})).toThrow("64 hexadecimal digits");
    expect(() => runnerTarget({ ca: join(folder, "missing.pem") }, {})).toThrow("cannot be read");
    expect(() => runnerTarget({ ca: join(folder, "recipe-lab", "token") }, {})).toThrow("PEM");
  });
  it("that nobody knows is told with those that are known", () => {
    expect(() => runnerTarget({ runner: "bax" }, {})).toThrow("it has box, clear");
    expect(() => runnerTarget({ runner: "constructor" }, {})).toThrow("it has box, clear");
    expect(() => profile("box", join(folder, "none.json"))).toThrow("names none");
  });
  it.each([
    ["no JSON", "{", "not JSON"],
    ["an unknown field", '{"a": {"url": "http://x", "token": "secret"}}', "token"],
    ["no address", '{"a": {}}', "a.url"],
  ])("in a file with %s is told where", (name, text, expected) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    expect(() => profile("a", file)).toThrow(expected);
    expect(() => profile("a", file)).not.toThrow("secret");
  });
});

describe("the wait before the next attempt", () => {
  it("is anything up to a ceiling that doubles to 15 s", () => {
    const ceilings = [0, 1, 2, 3, 6, 7, 1_000].map((attempt) => backoffMs(attempt, () => 1));
    expect(ceilings).toEqual([250, 500, 1_000, 2_000, 15_000, 15_000, 15_000]);
    expect(backoffMs(5, () => 0)).toBe(0);
  });
});
