import type { CommandName } from "./commands.ts";

export interface MenuItem {
  command: CommandName;
  when?: string;
  group?: string;
}

/** A file that the editor knows as a recipe. */
export const isRecipe = "resourceFilename =~ /\\.recipe\\.json$/";

const runnerRow = "view == recipeLab.runners";

/** Where commands show apart from the palette, by VS Code's name of the menu. */
export const menus: Readonly<Record<string, readonly MenuItem[]>> = {
  "editor/title": [
    { command: "runExperiment", when: isRecipe, group: "navigation@1" },
    { command: "plotSchedule", when: isRecipe, group: "navigation@2" },
    { command: "previewAugmentations", when: isRecipe, group: "navigation@3" },
  ],
  "explorer/context": [
    { command: "runExperiment", when: isRecipe, group: "recipeLab@1" },
    { command: "previewAugmentations", when: isRecipe, group: "recipeLab@2" },
    { command: "plotSchedule", when: isRecipe, group: "recipeLab@3" },
    { command: "compareRecipes", when: isRecipe, group: "recipeLab@4" },
    { command: "newRecipe", when: "explorerResourceIsFolder", group: "2_workspace@9" },
  ],
  "view/title": [
    { command: "addRunner", when: "view == recipeLab.runners", group: "navigation@1" },
    { command: "startLocalRunner", when: "view == recipeLab.runners", group: "2_local@1" },
    { command: "stopLocalRunner", when: "view == recipeLab.runners", group: "2_local@2" },
  ],
  "view/item/context": [
    { command: "startLocalRunner", when: `${runnerRow} && viewItem == runner.local.idle`, group: "inline@1" },
    { command: "reconnectRunner", when: `${runnerRow} && viewItem =~ /unreachable$/`, group: "inline@1" },
    { command: "testRunner", when: `${runnerRow} && viewItem =~ /unreachable$/`, group: "inline@2" },
    { command: "selectRunner", when: runnerRow, group: "1_use@1" },
    { command: "testRunner", when: runnerRow, group: "1_use@2" },
    { command: "editRunner", when: `${runnerRow} && viewItem =~ /^runner\\.remote/`, group: "2_change@1" },
    { command: "removeRunner", when: `${runnerRow} && viewItem =~ /^runner\\.remote/`, group: "2_change@2" },
    { command: "stopLocalRunner", when: `${runnerRow} && viewItem == runner.local.connected`, group: "2_change@1" },
  ],
  "file/newFile": [{ command: "newRecipe", group: "file" }],
};

export const keybindings: readonly { command: CommandName; key: string; mac?: string; when?: string }[] = [
  { command: "runExperiment", key: "ctrl+alt+r", mac: "cmd+alt+r", when: `editorTextFocus && ${isRecipe}` },
];
