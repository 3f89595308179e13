import { defineConfig } from "vitest/config";

// tf.js's gradients: ES modules that Node cannot resolve by itself (runner/engine/set-up-tfjs.ts).
export const server = { deps: { inline: [/@tensorflow\/tfjs-core\/dist\/(?!tf-core)/] } };

/**
 * Four projects. `unit` is the quick loop of `npm run check`: pure functions and small files. `integration` drives the
 * built command line and real worker threads. `parity` recomputes our numbers with independent implementations
 * (PyTorch, torchvision, Pillow, NumPy). `editor` drives the extension in a real VS Code, after the others and one file at a
 * time: a browser, a server and a training run want the processor for themselves. `npm test` runs all four.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 20_000, server } },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: ["test/support/build-once.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          server,
        },
      },
      {
        test: {
          name: "parity",
          include: ["test/parity/**/*.test.ts"],
          globalSetup: ["test/support/build-once.ts"],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          server,
        },
      },
      {
        test: {
          name: "editor",
          include: ["test/editor/*.test.ts"],
          globalSetup: ["test/support/build-once.ts", "test/editor/host/set-up.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          server,
        },
      },
    ],
  },
});
