import type { Text } from "../../shared/language.ts";

export interface WalkthroughStep {
  id: string;
  title: Text;
  /** Markdown; a link to a command is a button. */
  description: Text;
  /** A picture in docs/images/, from the root. */
  image: string;
  alt: Text;
  /** The step is ticked when one of these happens: "onCommand:recipeLab.openExample". */
  completionEvents: readonly string[];
}

export const walkthrough = {
  id: "start",
  title: { en: "Get Started with Recipe Lab", ko: "Recipe Lab 시작하기" },
  description: {
    en: "From an example recipe to a run on your GPU machine.",
    ko: "예제 레시피에서 GPU 컴퓨터의 실행까지 안내합니다.",
  },
  steps: [] as readonly WalkthroughStep[],
} as const;
