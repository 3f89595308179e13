import type { compareEn } from "./compare-en.ts";
import type { Message } from "./message.ts";

/** What the table of runs and the charts that compare them say, in Korean. */
export const compareKo = {
  "table.filtered": "실행 {count}개 중 {shown}개",
  "table.best": "{metric}(최고)",
  "table.bestEpoch": "최고 에폭",
  "table.duration": "소요 시간",
  "table.tags": "태그",
  "table.note": "메모",
  "table.runner": "러너",
  "table.columns": "열",
  "table.columnsHidden": "열({count}개 숨김)",
  "table.groupRun": "실행",
  "table.groupMetric": "지표",
  "table.groupRecipe": "서로 다른 필드",
  "table.showAll": "모두 표시",
  "table.asAtFirst": "처음 상태로",
  "table.copy": "표 복사",
  "table.copyMarkdown": "Markdown으로 복사",
  "table.copyCsv": "CSV로 복사",
  "table.saveCsv": "CSV로 저장",
  "table.copied": "실행 {count}개를 복사했습니다.",
  "table.noneLeft": "필터에 맞는 실행이 없습니다.",
  "table.notDrawn": "표시하지 않은 실행이 {count}개 더 있습니다.",
  "table.more": "더 보기",
  "table.unread": "실행 {count}개의 레시피를 읽을 수 없습니다: {reason}",
  "table.noRecipe": "계획에 레시피가 없습니다.",
  "filter.label": "실행 필터",
  "filter.placeholder": "필터: resnet50  top1 > 70  learningRate.initial = 0.1",
  "filter.hint":
    '단어는 이름, 상태, 태그, 메모, 레시피 필드에서 찾습니다. 비교는 열 또는 필드, = != < <= > >= 중 하나, 값으로 씁니다: top1 > 70, state = running|queued, duration > 2h, created >= 2026-01-31. 모두 만족해야 하며, 공백이 있으면 "따옴표"로 감쌉니다.',
  "filter.valueMissing": "{at} 뒤에 값이 없습니다. 예: top1 > 70.",
  "filter.nameMissing": "{at} 앞에 열 이름이 없습니다. 예: top1 > 70. 이런 기호가 든 문자열은 따옴표로 감싸세요.",
  "filter.quoteOpen": "닫는 따옴표가 없습니다.",
  "filter.unknownName": "{name}(이)라는 열이나 필드가 없습니다. 열 메뉴에서 이름을 확인하세요.",
  "filter.ambiguousName": "{name}은(는) {meant} 중 무엇인지 알 수 없습니다. 이름을 더 길게 쓰세요.",
  "filter.notOrdered": "{name}은(는) 문자열이라 크기를 비교할 수 없습니다. = 또는 !=를 쓰세요.",
  "filter.wrong.number": "{name}은(는) 수와 비교합니다. {value}은(는) 수가 아닙니다.",
  "filter.wrong.duration": "{name}은(는) 90s, 5min, 2h, 1d 같은 시간과 비교합니다. {value}은(는) 그런 값이 아닙니다.",
  "filter.wrong.time":
    "{name}은(는) 2026-01-31 또는 2026-01-31T14:00 같은 날짜와 비교합니다. {value}은(는) 그런 값이 아닙니다.",
} as const satisfies Record<keyof typeof compareEn, Message>;
