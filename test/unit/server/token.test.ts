import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { newToken, readToken, SecretHash, tokenOf } from "../../../runner/server/access/token.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-token-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the token", () => {
  it("is made once, for its owner alone", () => {
    const file = join(folder, "new", "token");
    const { token, created } = tokenOf(file);
    expect(created).toBe(true);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(tokenOf(file)).toEqual({ token, created: false });
    if (process.platform === "win32") return;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "new")).mode & 0o777).toBe(0o700);
  });

  it.runIf(process.platform !== "win32").each([0o644, 0o640, 0o606])(
    "is refused where others can read it (%o)",
    (mode) => {
      const file = join(folder, `open-${mode}`);
      writeFileSync(file, newToken());
      chmodSync(file, mode);
      expect(() => readToken(file)).toThrow("chmod 600");
    },
  );

  it.each([
    ["nothing", ""],
    ["too little", "short"],
    ["two lines", `${newToken()}\n${newToken()}`],
    ["blanks", "a token with blanks in it, long enough though"],
  ])("is refused where the file holds %s, without showing it", (name, content) => {
    const file = join(folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    expect(() => readToken(file)).toThrow("holds no token");
    if (content.length > 10) expect(() => readToken(file)).not.toThrow(content);
  });

  it("is refused where there is no file", () => {
    expect(() => readToken(folder)).toThrow("not a file");
    expect(() => readToken(join(folder, "missing"))).toThrow("does not exist");
    symlinkSync(join(folder, "loop"), join(folder, "loop"));
    expect(() => readToken(join(folder, "loop"))).toThrow("cannot be read");
  });

  it("matches itself and nothing else", () => {
    const token = newToken();
    const hash = new SecretHash(token);
    expect(hash.matches(token)).toBe(true);
    for (const other of ["", token.slice(1), `${token}x`, token.toUpperCase()]) expect(hash.matches(other)).toBe(false);
  });
});
