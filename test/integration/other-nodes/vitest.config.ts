import { defineConfig } from "vitest/config";
import { server } from "../../../vitest.config.ts";
import { leftOut, suites } from "./suites.ts";

/** For Vitest in another Node. It builds nothing: `dist/` is in use by the tests that started it. */
export default defineConfig({
  test: {
    name: "other-node",
    include: suites.map((suite) => (suite.endsWith(".ts") ? suite : `${suite}/**/*.test.ts`)),
    exclude: leftOut,
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    cache: false,
    server,
  },
});
