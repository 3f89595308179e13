import { grouped } from "../../shared/count.ts";
import { duration } from "../../shared/duration.ts";
import { epochNow } from "../../shared/epoch-now.ts";
import type { RunState } from "../../shared/journal.ts";
import type { Language, Text } from "../../shared/language.ts";
import { metrics } from "../../shared/metrics.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { reasonText } from "../../shared/run-reasons.ts";

/** How a run is told in one line: in the tree, the status bar and notifications. Pure. */

export const stateNames = {
  queued: { en: "queued", ko: "대기 중" },
  preparing: { en: "preparing", ko: "준비 중" },
  running: { en: "running", ko: "실행 중" },
  paused: { en: "paused", ko: "일시 중지됨" },
  completed: { en: "completed", ko: "완료됨" },
  failed: { en: "failed", ko: "실패함" },
  stopped: { en: "stopped", ko: "중지됨" },
  interrupted: { en: "interrupted", ko: "중단됨" },
} as const satisfies Record<RunState, Text>;

/** Its next change comes by itself. */
export const isActive = ({ state }: Pick<RunSummary, "state">): boolean =>
  state === "queued" || state === "preparing" || state === "running";

export const canPause = ({ state }: Pick<RunSummary, "state">): boolean => state === "preparing" || state === "running";

export const canResume = ({ state }: Pick<RunSummary, "state">): boolean =>
  state === "paused" || state === "stopped" || state === "failed" || state === "interrupted";

export const canStop = ({ state }: Pick<RunSummary, "state">): boolean =>
  state === "queued" || state === "preparing" || state === "running" || state === "paused" || state === "interrupted";

const longestReason = 120;

/** What stands beside a run's name: "ep 12/120 · 1.93 · 58.2 % · 2 h 10 min left". */
export function runDescription(run: RunSummary, language: Language): string {
  return parts(run, language)
    .filter((part) => part !== null)
    .join(" · ");
}

function parts(run: RunSummary, language: Language): (string | null)[] {
  const { state, reason, queuePosition } = run;
  const note = firstLine(run.note);
  const marked = note === "" ? null : `“${note}”`;
  switch (state) {
    case "queued":
      return [queuePosition === null ? stateNames.queued[language] : waiting(queuePosition, language), marked];
    case "preparing":
      return [stateNames.preparing[language], marked];
    case "running":
      return [epochOf(run, language), lossOf(run), accuracyOf(run), timeLeft(run, language), marked];
    case "paused":
      return [stateNames.paused[language], epochOf(run, language), accuracyOf(run), marked];
    case "completed":
      return [bestOf(run), tookOf(run, language), marked];
    case "failed":
    case "interrupted":
    case "stopped":
      return [reason === null ? stateNames[state][language] : because(run, reason, language), bestOf(run), marked];
  }
}

/** "stopped: on request" */
function because({ state }: RunSummary, reason: string, language: Language): string {
  return `${stateNames[state][language]}: ${shortened(firstLine(reasonText(reason, language)), longestReason)}`;
}

function waiting(position: number, language: Language): string {
  const text = { en: `queued, number ${position}`, ko: `대기 중, ${position}번째` } satisfies Text;
  return text[language];
}

/** "ep 12/120": the epoch that it is in, which is the first one from the start. */
export function epochOf(run: RunSummary, language: Language): string | null {
  if (run.totalEpochs === 0) return null;
  const of = epochs(run);
  return language === "ko" ? `에폭 ${of}` : `ep ${of}`;
}

/** "1,204/20,000" */
const epochs = (run: RunSummary): string => [epochNow(run), run.totalEpochs].map(grouped).join("/");

function lossOf({ latest }: RunSummary): string | null {
  const loss = latest["train/loss"];
  return loss === undefined ? null : metrics["train/loss"].format(loss);
}

/** Latest validation top-1, or the training's until there is one. */
export function accuracyOf({ latest }: RunSummary): string | null {
  const top1 = latest["validation/top1"] ?? latest["train/top1"];
  return top1 === undefined ? null : `${metrics["validation/top1"].format(top1)} %`;
}

export function bestOf({ best }: RunSummary): string | null {
  return best === null ? null : `${metrics["validation/top1"].format(best.top1)} %`;
}

function timeLeft({ secondsLeft }: RunSummary, language: Language): string | null {
  if (secondsLeft === null) return null;
  const left = duration(secondsLeft, language);
  return language === "ko" ? `${left} 남음` : `${left} left`;
}

/** Between start and end on the clock of the wall, pauses included. */
export function tookOf({ startedAt, endedAt }: RunSummary, language: Language): string | null {
  return startedAt === null || endedAt === null ? null : duration((endedAt - startedAt) / 1000, language);
}

/** "resnet50-efficient 12/120 · 58.2 % · 1,940 img/s" */
export function statusBarText(run: RunSummary): string {
  const { name, totalEpochs, latest } = run;
  const speed = latest.imagesPerSecond;
  return [
    `${shortened(name, 40)} ${totalEpochs === 0 ? "" : epochs(run)}`.trim(),
    accuracyOf(run),
    speed === undefined ? null : `${metrics.imagesPerSecond.format(speed)} img/s`,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** "resnet50-efficient finished: top-1 76.2 % (best, epoch 118), 13 h 04 min." */
export function endText(run: RunSummary, language: Language): string {
  const name = shortened(run.name, 80);
  const took = tookOf(run, language);
  const { best, reason } = run;
  const tail = took === null ? "" : `, ${took}`;
  if (run.state === "completed") {
    const share = best === null ? null : metrics["validation/top1"].format(best.top1);
    if (best === null) return language === "ko" ? `${name} 완료${tail}.` : `${name} finished${tail}.`;
    return language === "ko"
      ? `${name} 완료: top-1 ${share} % (최고, 에폭 ${best.epoch + 1})${tail}.`
      : `${name} finished: top-1 ${share} % (best, epoch ${best.epoch + 1})${tail}.`;
  }
  const why =
    reason === null ? stateNames[run.state][language] : shortened(firstLine(reasonText(reason, language)), 300);
  return language === "ko" ? `${name} ${stateNames[run.state].ko}: ${why}` : `${name} ${run.state}: ${why}`;
}

function firstLine(text: string): string {
  return text.split(/[\r\n\u2028\u2029]/, 1)[0]!.trim();
}

/** Names come from anywhere: marks that turn the direction of what follows are left out, and the length is bounded. */
export function shortened(text: string, length: number): string {
  const clean = text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, " ");
  const characters = [...clean.slice(0, 4 * length)];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : characters.join("");
}
