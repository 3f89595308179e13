import type { RunState } from "../../shared/journal.ts";
import { t } from "../l10n/index.ts";

const signs = {
  queued: "◌",
  preparing: "◔",
  running: "●",
  paused: "❚❚",
  completed: "✓",
  failed: "✕",
  stopped: "■",
  interrupted: "▲",
} as const satisfies Record<RunState, string>;

/** A run's state, told by sign and word as well as by colour. */
export function StateBadge({ state }: { state: RunState }) {
  return (
    <span class={`state ${state}`}>
      <span aria-hidden="true">{signs[state]}</span> {t(`state.${state}`)}
    </span>
  );
}
