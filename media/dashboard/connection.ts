import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { DashboardModel } from "./model.ts";

/** The connection to a runner, null while there is none. A component that calls it is drawn again when that changes. */
export function connectionTo(model: DashboardModel, runner: string): RunnerLink | null {
  model.host.runners.value;
  return model.store.link(runner);
}
