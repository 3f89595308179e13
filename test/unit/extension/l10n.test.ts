import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const korean = JSON.parse(readFileSync(`${root}l10n/bundle.l10n.ko.json`, "utf8")) as Record<string, string>;

const sources = readdirSync(`${root}extension`, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(join(root, "extension", path), "utf8"));
const said = new Set(
  sources.flatMap((source) => [...source.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!)),
);

test("every message of the extension has its Korean, and no Korean is left over", () => {
  expect(said.size).toBeGreaterThan(40);
  expect([...said].filter((text) => !/[가-힣]/.test(korean[text] ?? ""))).toEqual([]);
  expect(Object.keys(korean).filter((text) => !said.has(text))).toEqual([]);
});

test.each(Object.entries(korean))("%s keeps its values in %s", (english, text) => {
  const values = (message: string) => (message.match(/\{\d\}/g) ?? []).sort();
  expect(values(text)).toEqual(values(english));
});

test("no message is put together in a way that this test does not see", () => {
  const calls = sources.join("\n").match(/l10n\.t\(/g) ?? [];
  const seen = sources.join("\n").match(/l10n\.t\(\s*"/g) ?? [];
  expect(seen).toHaveLength(calls.length);
});
