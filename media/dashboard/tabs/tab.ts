import type { ComponentType } from "preact";
import type { OpenRun } from "../../data/open-run.ts";
import type { PlainKey } from "../../l10n/index.ts";
import type { DashboardModel } from "../model.ts";

export interface TabProps {
  model: DashboardModel;
  run: OpenRun;
}

/** A tab below the charts. */
export interface Tab {
  id: string;
  title: PlainKey;
  Content: ComponentType<TabProps>;
}
