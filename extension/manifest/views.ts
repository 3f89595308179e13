import type { Text } from "../../shared/language.ts";

/** The activity bar's container and its views. */
export const container = { id: "recipeLab", title: { en: "Recipe Lab", ko: "Recipe Lab" }, icon: "media/icon.svg" };

/** `size`: of what share of the height a view has at first; there are few runners and many runs. */
export const views = {
  runners: { name: { en: "Runners", ko: "러너" }, size: 1 },
  runs: { name: { en: "Runs", ko: "실행" }, size: 3 },
} as const satisfies Record<string, { name: Text; size: number }>;

export type ViewName = keyof typeof views;
export const viewId = (name: ViewName): string => `recipeLab.${name}`;

/** What an empty view says to do next. Each shows where its `when` holds. */
export const welcomes: readonly { view: ViewName; when?: string; contents: Text }[] = [
  {
    view: "runners",
    when: "isWorkspaceTrusted",
    contents: {
      en: "A runner trains your recipes: on this machine, with nothing to install, or on your GPU machine. Runs go on when the editor is closed.\n[Start One on This Machine](command:recipeLab.startLocalRunner)\n[Add a Remote One](command:recipeLab.addRunner)",
      ko: "러너가 레시피를 학습합니다. 설치할 것 없이 이 컴퓨터에서, 또는 GPU 컴퓨터에서 학습합니다. 편집기를 닫아도 실행은 계속됩니다.\n[이 컴퓨터에서 시작](command:recipeLab.startLocalRunner)\n[원격 러너 추가](command:recipeLab.addRunner)",
    },
  },
  {
    view: "runners",
    when: "!isWorkspaceTrusted",
    contents: {
      en: "No runner is contacted or started in a workspace that is not trusted.\n[Manage Workspace Trust](command:workbench.trust.manage)",
      ko: "신뢰하지 않는 작업 영역에서는 러너에 연결하거나 러너를 시작하지 않습니다.\n[작업 영역 신뢰 관리](command:workbench.trust.manage)",
    },
  },
  {
    view: "runs",
    contents: {
      en: "No runs yet. Open an example recipe and press “Run Experiment” above its first line.\n[Open an Example Recipe](command:recipeLab.openExample)\n[New Recipe](command:recipeLab.newRecipe)",
      ko: "아직 실행이 없습니다. 예제 레시피를 열고 첫 줄 위의 ‘실험 실행’을 누르세요.\n[예제 레시피 열기](command:recipeLab.openExample)\n[새 레시피](command:recipeLab.newRecipe)",
    },
  },
];
