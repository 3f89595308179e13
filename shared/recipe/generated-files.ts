import { editorSchema } from "./json-schema.ts";
import { referencePage } from "./reference-page.ts";

/** What `npm run generate` writes, by path from the root of the repository. A test fails where it is stale. */
export function generatedFiles(): Record<string, string> {
  return {
    "schemas/recipe.schema.json": `${JSON.stringify(editorSchema(), null, 2)}\n`,
    "docs/recipe.md": referencePage(),
  };
}
