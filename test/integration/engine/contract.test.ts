import { afterAll, beforeAll, describe, test } from "vitest";
import type { Engine } from "../../../runner/engine/engine.ts";
import { createEngine, probeBackends } from "../../../runner/engine/index.ts";
import { contract } from "./contract.ts";

for (const probe of await probeBackends()) {
  if (!probe.available) {
    test.skip(`the contract on ${probe.backend}: ${probe.reason}`, () => {});
    continue;
  }
  describe(`the contract on ${probe.backend}, ${probe.device}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      ({ engine } = await createEngine(probe.backend));
    });
    afterAll(() => engine.dispose());

    for (const { name, run } of contract) test(name, () => run(engine));
  });
}
