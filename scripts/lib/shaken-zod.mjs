import { readFile } from "node:fs/promises";

/**
 * An esbuild plugin for bundles that have to be small: reads `import { z } from "zod"` in our sources as
 * `import * as z from "zod"`. Both are the same to a program; of the second, esbuild leaves out what is not used: 90 kB.
 */
export const shakenZod = {
  name: "shaken-zod",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](shared|extension|media)[\\/].*\.tsx?$/ }, async ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
      const text = await readFile(path, "utf8");
      return {
        contents: text.replace('import { z } from "zod";', 'import * as z from "zod";'),
        loader: path.endsWith("x") ? "tsx" : "ts",
      };
    });
  },
};
