import { expect, test } from "vitest";
import { checkMemory, checkNode } from "../../../runner/doctor/machine.ts";

test.each([
  ["18.20.0", false],
  ["20.18.3", false],
  ["20.19.0", true],
  ["22.0.0", true],
])("Node %s is recent enough: %s", (version, ok) => {
  expect(checkNode(version)).toMatchObject({ ok, essential: true });
});

test("what is not well comes with advice, and what is well without", () => {
  expect(checkMemory(1024 ** 3)).toMatchObject({ ok: false, essential: false, found: "1.0 GiB" });
  expect(checkMemory(1024 ** 3).advice).toContain("training.batchSize");
  expect(checkMemory(8 * 1024 ** 3).advice).toBeNull();
});
