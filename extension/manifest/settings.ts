import type { Text } from "../../shared/language.ts";

export interface SettingNotes {
  description: Text;
  schema: { type: "boolean" | "string" | "integer" | "array" | "object"; default: unknown } & Record<string, unknown>;
  /** Settings that decide what is contacted or started are `machine`: a workspace cannot set them. */
  scope: "machine" | "resource" | "window";
}

/** Every setting of the extension, without the prefix "recipeLab.". */
export const settings = {
  runners: {
    description: {
      en: "Remote runners: a name, the address, and the certificate's fingerprint where it is pinned. Tokens are kept in the editor's secret storage, never here. Use *Recipe Lab: Add Runner…* to add one.",
      ko: "원격 러너 목록: 이름, 주소, 고정한 인증서의 지문입니다. 토큰은 여기가 아니라 편집기의 비밀 저장소에 보관됩니다. 추가하려면 *Recipe Lab: 러너 추가…* 를 사용하세요.",
    },
    schema: {
      type: "array",
      default: [],
      items: {
        type: "object",
        required: ["name", "url"],
        additionalProperties: false,
        properties: {
          name: { type: "string", minLength: 1, maxLength: 100 },
          url: { type: "string", pattern: "^(https?)://" },
          pin: { type: "string", pattern: "^[0-9a-fA-F:]{64,95}$" },
          insecure: { type: "boolean", default: false },
        },
      },
    },
    scope: "machine",
  },
  localRunsFolder: {
    description: {
      en: "Folder in which the runner on this machine keeps its runs. Empty: a folder of the extension that survives updates.",
      ko: "이 컴퓨터의 러너가 실행 기록을 보관하는 폴더입니다. 비워 두면 업데이트 후에도 유지되는 확장 전용 폴더를 사용합니다.",
    },
    schema: { type: "string", default: "" },
    scope: "machine",
  },
  inlayHints: {
    description: {
      en: "Show in a recipe what its values mean: the peak rate after scaling, steps of an epoch count, number of parameters.",
      ko: "레시피의 값이 실제로 무엇을 뜻하는지 표시합니다: 스케일링 후 최대 학습률, 에폭 수에 해당하는 스텝 수, 파라미터 수.",
    },
    schema: { type: "boolean", default: true },
    scope: "resource",
  },
  notifyWhenFinished: {
    description: {
      en: "Say in a notification how a run has ended.",
      ko: "실행이 끝나면 결과를 알림으로 표시합니다.",
    },
    schema: { type: "boolean", default: true },
    scope: "window",
  },
} as const satisfies Record<string, SettingNotes>;

export type SettingName = keyof typeof settings;
