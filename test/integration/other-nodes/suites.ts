/** The tests that other versions of Node run, folders and files: what V8 compiles, native packages, threads and files. */
export const suites = [
  "test/integration/engine",
  "test/integration/training/replicas.test.ts",
  "test/unit/augment",
  "test/unit/data",
  "test/unit/runs",
  "test/unit/training",
];

/** Drives a browser's GPU, which is the same for every Node. */
export const leftOut = ["test/integration/engine/software-webgpu.test.ts"];
