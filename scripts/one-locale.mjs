import { dirname } from "node:path";

/**
 * An esbuild plugin for bundles that have to be small: Zod brings its messages in fifty languages, 260 kB of them. Ours for
 * people are our own (shared/recipe/explain-issue.ts), so its English ones suffice.
 */
export const oneLocale = {
  name: "one-locale",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: 'export { default as en } from "./en.js";',
      resolveDir: dirname(path),
    }));
  },
};
