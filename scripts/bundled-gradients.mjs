import { fileURLToPath } from "node:url";

/**
 * An esbuild plugin for bundles that leave packages outside: tf.js's gradients must come inside, because they are ES modules
 * that Node cannot resolve (runner/engine/set-up-tfjs.ts).
 */
export const bundledGradients = {
  name: "bundled-gradients",
  setup({ onResolve }) {
    onResolve({ filter: /^@tensorflow\/tfjs-core\/dist\// }, ({ path }) => ({
      path: fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)),
    }));
  },
};
