import type { Language, Text } from "./language.ts";

/**
 * Why a run is in its state, where the words are the same each time: as the journal or a summary has them, and as a page says
 * them. What is not in this list is shown as it is.
 */
export const runReasons = {
  onRequest: { recorded: "on request", shown: { en: "on request", ko: "요청에 따라" } },
  resumed: { recorded: "resumed on request", shown: { en: "resumed on request", ko: "요청에 따라 재개" } },
  died: {
    recorded: "its process ended without a word",
    shown: { en: "its process ended without a word", ko: "프로세스가 아무 말 없이 끝났습니다" },
  },
  /** The code of the error that ended it. */
  diverged: {
    recorded: "diverged",
    shown: {
      en: "the loss became NaN or infinite; the log says at which step, and what to do",
      ko: "손실이 NaN 또는 무한대가 되었습니다. 어느 스텝에서 일어났고 어떻게 해야 하는지는 로그에 있습니다",
    },
  },
  pausing: {
    recorded: "pausing: it finishes the step at hand and saves a checkpoint",
    shown: {
      en: "pausing: it finishes the step at hand and saves a checkpoint",
      ko: "일시 정지하는 중: 진행 중인 스텝을 끝내고 체크포인트를 저장합니다",
    },
  },
  stopping: {
    recorded: "stopping: it finishes the step at hand and saves a checkpoint",
    shown: {
      en: "stopping: it finishes the step at hand and saves a checkpoint",
      ko: "중지하는 중: 진행 중인 스텝을 끝내고 체크포인트를 저장합니다",
    },
  },
} as const satisfies Record<string, { recorded: string; shown: Text }>;

/** A reason as people read it. Details that follow the known words stay as they are. */
export function reasonText(reason: string, language: Language): string {
  const known = Object.values(runReasons).find(({ recorded }) => reason.startsWith(recorded));
  return known === undefined ? reason : known.shown[language] + reason.slice(known.recorded.length);
}
