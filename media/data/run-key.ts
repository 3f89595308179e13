import type { RunRef } from "../../shared/dashboard/messages.ts";

/** One text for a run, wherever it is: two runners may have runs of the same id. */
export const runKey = ({ runner, run }: RunRef): string => `${runner}\n${run}`;
