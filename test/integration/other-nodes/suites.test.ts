import { expect, test } from "vitest";
import { joinsTo256Bits, otherNodes } from "./nodes.ts";
import { runSuites } from "./run-suites.ts";
import { suites } from "./suites.ts";

for (const node of otherNodes) {
  if (node.missing !== undefined) {
    test.skip(`the suites on Node ${node.version}: ${node.missing}`, () => {});
    continue;
  }
  test(`Node ${node.version} passes the suites of kernels, images, threads and files`, async () => {
    const { passed, failures } = await runSuites(node.program);
    const first = failures.slice(0, 20).join("\n\n");
    expect(first, `${failures.length} failures on Node ${node.version}, of which the first`).toBe("");
    expect(suites.filter((suite) => !passed.some((name) => name.startsWith(suite)))).toEqual([]);
    if (joinsTo256Bits(node)) expect(passed.filter((name) => name.includes("joined to 256 bits"))).not.toEqual([]);
  });
}
