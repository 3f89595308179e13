import * as vscode from "vscode";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import { say } from "../language.ts";
import type { KnownRunner } from "./known-runner.ts";

/**
 * Asks what becomes of the runs that are active, and sees to it; resolves with whether the runner is to be stopped. Without
 * a runner the runs that train go on, and the next runner finds them; those that wait begin then.
 */
export async function stopLocalRunner({ runs }: KnownRunner, link: RunnerLink | null): Promise<boolean> {
  const active = runs.filter(({ state }) => state === "running" || state === "queued");
  if (active.length === 0 || link === null) return true;
  const count = active.length;
  const pause = say({ en: "Pause Runs and Stop", ko: "실행을 일시 중지하고 종료" });
  const leave = say({ en: "Stop the Runner Only", ko: "러너만 종료" });
  const chosen = await vscode.window.showWarningMessage(
    say({
      en: count === 1 ? "One run is active on this machine." : `${count} runs are active on this machine.`,
      ko: `이 컴퓨터에서 실행 ${count}개가 진행 중입니다.`,
    }),
    {
      modal: true,
      detail: say({
        en: "Runs that train go on without the runner, and can be watched again when it is started. Paused runs save a checkpoint first.",
        ko: "학습 중인 실행은 러너 없이도 계속되며, 러너를 다시 시작하면 볼 수 있습니다. 일시 중지하면 먼저 체크포인트를 저장합니다.",
      }),
    },
    pause,
    leave,
  );
  if (chosen === pause) await Promise.all(active.map(({ id }) => link.request("pause", { run: id })));
  return chosen !== undefined;
}
