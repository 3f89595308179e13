import type { Text } from "../../shared/language.ts";

/** How a command shows in palette, menus and tooltips. */
export interface CommandNotes {
  title: Text;
  /** A codicon, where the command shows as a button. */
  icon?: string;
  /** Shown in the palette only where this holds; `false` where it makes sense only on a row of a tree or from code. */
  palette?: string | false;
  /** Commands that go on working in a workspace that is not trusted read and draw; all others ask for trust first. */
  untrusted?: true;
}

/**
 * Every command of the extension, without the prefix "recipeLab.". The manifest is made from this list, and
 * extension/commands.ts has to implement each: a missing one does not compile.
 */
export const commands = {
  // Recipes
  newRecipe: { title: { en: "New Recipe…", ko: "새 레시피…" }, icon: "new-file", untrusted: true },
  openExample: { title: { en: "Open an Example Recipe…", ko: "예제 레시피 열기…" }, icon: "book", untrusted: true },
  runExperiment: {
    title: { en: "Run Experiment", ko: "실험 실행" },
    icon: "play",
    palette: "editorLangId == recipe || recipeLab.recipeOpen",
  },
  previewAugmentations: {
    title: { en: "Preview Augmentations", ko: "데이터 증강 미리보기" },
    icon: "device-camera",
    palette: "editorLangId == recipe || recipeLab.recipeOpen",
  },
  plotSchedule: {
    title: { en: "Plot Schedule", ko: "스케줄 그래프" },
    icon: "graph-line",
    palette: "editorLangId == recipe || recipeLab.recipeOpen",
    untrusted: true,
  },
  compareRecipes: {
    title: { en: "Compare Recipe with…", ko: "레시피 비교…" },
    icon: "git-compare",
    palette: "editorLangId == recipe || recipeLab.recipeOpen",
    untrusted: true,
  },
  // Runners
  startLocalRunner: { title: { en: "Start a Runner on This Machine", ko: "이 컴퓨터에서 러너 시작" }, icon: "play" },
  stopLocalRunner: {
    title: { en: "Stop the Runner on This Machine", ko: "이 컴퓨터의 러너 종료" },
    icon: "debug-stop",
  },
  addRunner: { title: { en: "Add Runner…", ko: "러너 추가…" }, icon: "add" },
  selectRunner: { title: { en: "Select Runner for This Workspace…", ko: "이 작업 영역의 러너 선택…" }, icon: "server" },
  testRunner: { title: { en: "Test Connection", ko: "연결 테스트" }, icon: "plug", palette: false },
  reconnectRunner: { title: { en: "Reconnect Now", ko: "지금 다시 연결" }, icon: "refresh", palette: false },
  editRunner: { title: { en: "Edit Runner…", ko: "러너 편집…" }, icon: "edit", palette: false },
  removeRunner: { title: { en: "Remove Runner", ko: "러너 제거" }, icon: "trash", palette: false },
  // Runs
  openDashboard: { title: { en: "Open Dashboard", ko: "대시보드 열기" }, icon: "dashboard" },
  openSelectedRun: { title: { en: "Open Selected Run", ko: "선택한 실행 열기" }, palette: false },
  compareRuns: { title: { en: "Compare Selected Runs", ko: "선택한 실행 비교" }, icon: "git-compare", palette: false },
  filterRuns: { title: { en: "Filter Runs…", ko: "실행 필터…" }, icon: "filter" },
  groupRuns: { title: { en: "Group Runs by…", ko: "실행 그룹화…" }, icon: "group-by-ref-type" },
  pauseRun: { title: { en: "Pause", ko: "일시 중지" }, icon: "debug-pause", palette: false },
  resumeRun: { title: { en: "Resume", ko: "재개" }, icon: "debug-continue", palette: false },
  resumeFromCheckpoint: { title: { en: "Resume from Checkpoint…", ko: "체크포인트에서 재개…" }, palette: false },
  stopRun: { title: { en: "Stop", ko: "중지" }, icon: "debug-stop", palette: false },
  rerunWithChanges: { title: { en: "Rerun with Changes…", ko: "수정하여 다시 실행…" }, palette: false },
  renameRun: { title: { en: "Rename…", ko: "이름 변경…" }, palette: false },
  editNote: { title: { en: "Edit Note…", ko: "메모 편집…" }, palette: false },
  editTags: { title: { en: "Edit Tags…", ko: "태그 편집…" }, palette: false },
  pinRun: { title: { en: "Pin", ko: "고정" }, icon: "pin", palette: false },
  unpinRun: { title: { en: "Unpin", ko: "고정 해제" }, icon: "pinned", palette: false },
  deleteRun: { title: { en: "Delete", ko: "삭제" }, icon: "trash", palette: false },
  copyRecipe: { title: { en: "Copy Recipe", ko: "레시피 복사" }, icon: "copy", palette: false },
  revealRunFolder: { title: { en: "Reveal Run Folder", ko: "실행 폴더 표시" }, palette: false },
  // Help
  openWalkthrough: { title: { en: "Get Started", ko: "시작하기" }, untrusted: true },
  showLog: { title: { en: "Show Log", ko: "로그 보기" }, untrusted: true },
} as const satisfies Record<string, CommandNotes>;

export type CommandName = keyof typeof commands;
export const commandId = (name: CommandName): string => `recipeLab.${name}`;
