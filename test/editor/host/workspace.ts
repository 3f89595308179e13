import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeImageFolder } from "../../support/images.ts";
import { endProcessesOf } from "./processes.ts";

/** Folders of one test, below a temporary one. */
export interface Place {
  /** Everything of this test lies below. */
  folder: string;
  /** What the editor opens. */
  workspace: string;
  /** For VS Code: `--user-data-dir` and `--extensions-dir`. */
  userDataDir: string;
  extensionsDir: string;
  /** For whatever the test wants to write. */
  scratch: string;
  /** What processes of this test must have in their environment, so that they leave nothing in the user's own folders. */
  env: NodeJS.ProcessEnv;
  /** Ends the processes that were started with one of these folders, and removes all. */
  remove(): void;
}

const small = (name: string, epochs: number) => `{
  "name": "${name}",
  "extends": "small:baseline",
  "data": { "train": "data/train", "validation": "data/validation", "workers": 1 },
  "augmentation": {
    "train": [{ "op": "randomResizedCrop", "size": 16 }, { "op": "horizontalFlip" }, { "op": "normalize" }],
    "validation": [{ "op": "resizeShorterEdge", "size": 16 }, { "op": "centerCrop", "size": 16 }, { "op": "normalize" }],
  },
  "learningRate": { "warmup": { "epochs": 1 }, "decay": { "kind": "step", "epochs": [2] } },
  "training": { "epochs": ${epochs}, "batchSize": 8, "seed": 3 },
}
`;

/**
 * A workspace with a data set of three classes and recipes for it: `small` trains within seconds (3 epochs of 5 steps),
 * `long` for as long as any test needs, `unwise` has a large batch without linear scaling, `broken` two mistakes.
 */
export async function createPlace(): Promise<Place> {
  // Real path: the system's temporary folder is a link on macOS, and VS Code names files by their real path.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "recipe-lab-editor-")));
  const workspace = join(folder, "workspace");
  const scratch = join(folder, "scratch");
  for (const path of [workspace, scratch]) mkdirSync(path);
  await writeImageFolder(join(workspace, "data/train"), { perClass: 14, size: 16 });
  await writeImageFolder(join(workspace, "data/validation"), { perClass: 4, size: 16, first: 1000 });
  const files = {
    "small.recipe.json": small("small", 3),
    "long.recipe.json": small("long", 20_000),
    "unwise.recipe.json": `{
  "name": "unwise",
  "extends": "paper:baseline",
  "data": { "train": "data/train", "validation": "data/validation" },
  "learningRate": { "initial": 0.1, "linearScaling": false },
  "training": { "batchSize": 1024 },
}
`,
    "broken.recipe.json": `{
  "name": "broken",
  "extends": "small:baseline",
  "data": { "train": "data/train", "validation": "data/validation" },
  "optimiser": { "momentum": 0.9 },
  "training": { "epochs": "ten" },
}
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);
  return {
    folder,
    workspace,
    scratch,
    userDataDir: join(folder, "user"),
    extensionsDir: join(folder, "extensions"),
    env: {
      XDG_CACHE_HOME: join(folder, "cache"),
      XDG_CONFIG_HOME: join(folder, "config"),
      XDG_DATA_HOME: join(folder, "data"),
    },
    remove: () => {
      endProcessesOf(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
