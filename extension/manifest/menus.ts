import type { CommandName } from "./commands.ts";

export interface MenuItem {
  command: CommandName;
  when?: string;
  group?: string;
}

/** A file that the editor knows as a recipe. */
export const isRecipe = "resourceFilename =~ /\\.recipe\\.json$/";

const runnerRow = "view == recipeLab.runners";
const runsView = "view == recipeLab.runs";
/** A row of a run, with one of the words that extension/runs/runs-tree.ts gives it. */
const runThatIs = (word: string) => `${runsView} && viewItem =~ /^run .*\\b${word}\\b/`;
const runRow = `${runsView} && viewItem =~ /^run /`;

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
    { command: "filterRuns", when: runsView, group: "navigation@1" },
    { command: "groupRuns", when: runsView, group: "navigation@2" },
    { command: "compareRuns", when: runsView, group: "navigation@3" },
    { command: "openExample", when: runsView, group: "2_recipe@1" },
  ],
  "view/item/context": [
    { command: "startLocalRunner", when: `${runnerRow} && viewItem == runner.local.idle`, group: "inline@1" },
    { command: "reconnectRunner", when: `${runnerRow} && viewItem =~ /unreachable$/`, group: "inline@1" },
    { command: "testRunner", when: `${runnerRow} && viewItem =~ /unreachable$/`, group: "inline@2" },
    { command: "startLocalRunner", when: `${runnerRow} && viewItem == runner.local.idle`, group: "1_use@1" },
    { command: "reconnectRunner", when: `${runnerRow} && viewItem =~ /unreachable$/`, group: "1_use@1" },
    { command: "selectRunner", when: runnerRow, group: "1_use@2" },
    { command: "testRunner", when: runnerRow, group: "1_use@3" },
    { command: "editRunner", when: `${runnerRow} && viewItem =~ /^runner\\.remote/`, group: "2_change@1" },
    { command: "removeRunner", when: `${runnerRow} && viewItem =~ /^runner\\.remote/`, group: "2_change@2" },
    { command: "stopLocalRunner", when: `${runnerRow} && viewItem == runner.local.connected`, group: "2_change@1" },
    { command: "pauseRun", when: runThatIs("pausable"), group: "inline@1" },
    { command: "resumeRun", when: runThatIs("resumable"), group: "inline@1" },
    { command: "stopRun", when: runThatIs("stoppable"), group: "inline@2" },
    { command: "openDashboard", when: runRow, group: "1_look@1" },
    { command: "compareRuns", when: runRow, group: "1_look@2" },
    { command: "pauseRun", when: runThatIs("pausable"), group: "2_run@1" },
    { command: "resumeRun", when: runThatIs("resumable"), group: "2_run@2" },
    { command: "stopRun", when: runThatIs("stoppable"), group: "2_run@3" },
    { command: "resumeFromCheckpoint", when: runRow, group: "2_run@4" },
    { command: "rerunWithChanges", when: runRow, group: "2_run@5" },
    { command: "renameRun", when: runRow, group: "3_label@1" },
    { command: "editNote", when: runRow, group: "3_label@2" },
    { command: "editTags", when: runRow, group: "3_label@3" },
    { command: "pinRun", when: runThatIs("unpinned"), group: "3_label@4" },
    { command: "unpinRun", when: runThatIs("pinned"), group: "3_label@4" },
    { command: "copyRecipe", when: runRow, group: "4_copy@1" },
    { command: "revealRunFolder", when: runThatIs("local"), group: "4_copy@2" },
    { command: "deleteRun", when: runRow, group: "5_delete@1" },
  ],
  "file/newFile": [{ command: "newRecipe", group: "file" }],
};

export const keybindings: readonly { command: CommandName; key: string; mac?: string; when?: string }[] = [
  { command: "runExperiment", key: "ctrl+alt+r", mac: "cmd+alt+r", when: `editorTextFocus && ${isRecipe}` },
];
