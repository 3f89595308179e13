import "uplot/dist/uPlot.min.css";
import "./schedule.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import { z } from "zod";
import {
  type ScheduleToPage,
  scheduleToHostSchema,
  scheduleToPageSchema,
} from "../../shared/dashboard/schedule-messages.ts";
import { PageHost } from "../hosts/page-host.ts";
import { language } from "../l10n/index.ts";
import { followEditorTheme } from "../theme/theme.ts";
import type { Axis } from "./points.ts";
import { SchedulePage } from "./schedule-page.tsx";

/** What is kept of the page: which recipe it shows, and how. */
const stateSchema = z.object({ uri: z.string(), axis: z.enum(["step", "epoch"]) });

export function startSchedulePage(root: HTMLElement): void {
  followEditorTheme();
  const shown = signal<ScheduleToPage | null>(null);
  const schemas = { toPage: scheduleToPageSchema, toHost: scheduleToHostSchema };
  const host = new PageHost(schemas, (message) => {
    language.value = message.language;
    shown.value = message;
    host.writeState({ uri: message.uri, axis: axis.value });
  });
  const axis = signal<Axis>(host.readState(stateSchema)?.axis ?? "step");
  axis.subscribe((value) => {
    if (shown.value) host.writeState({ uri: shown.value.uri, axis: value });
  });
  render(<SchedulePage shown={shown} axis={axis} post={(message) => host.post(message)} />, root);
  host.post({ type: "ready" });
}
