import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository's folder, with a trailing slash: from these sources, and from bundles of them in .build/editor/NAME/. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));
if (!existsSync(`${root}package-lock.json`)) throw new Error(`${root} is not the repository`);
