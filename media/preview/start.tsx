import "../schedule/schedule.css";
import "./preview.css";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { z } from "zod";
import {
  type PreviewChoice,
  previewChoiceSchema,
  previewToHostSchema,
  previewToPageSchema,
} from "../../shared/dashboard/preview-messages.ts";
import { PageHost } from "../hosts/page-host.ts";
import { language } from "../l10n/index.ts";
import { followEditorTheme } from "../theme/theme.ts";
import { PreviewPage, type Shown } from "./preview-page.tsx";

/** What is kept of the page: which recipe it shows, and how. */
const stateSchema = z.object({ uri: z.string(), choice: previewChoiceSchema, eachStep: z.boolean() });

export function startPreviewPage(root: HTMLElement): void {
  followEditorTheme();
  const uri = signal<string | null>(null);
  const name = signal("");
  const samples = signal<Extract<Shown, { type: "samples" }> | null>(null);
  const state = signal<Shown | null>(null);
  const schemas = { toPage: previewToPageSchema, toHost: previewToHostSchema };
  const host = new PageHost(schemas, (message) => {
    if (message.type === "init") {
      language.value = message.language;
      uri.value = message.uri;
      name.value = message.name;
      return;
    }
    if (message.type === "samples") samples.value = message;
    state.value = message;
  });
  const kept = host.readState(stateSchema);
  const choice = signal<PreviewChoice>(
    kept?.choice ?? { split: "train", count: 8, seed: null, epoch: 0, indices: null },
  );
  const eachStep = signal(kept?.eachStep ?? true);
  effect(() => {
    if (uri.value !== null) host.writeState({ uri: uri.value, choice: choice.value, eachStep: eachStep.value });
  });
  const post = host.post.bind(host);
  render(
    <PreviewPage name={name} samples={samples} state={state} choice={choice} eachStep={eachStep} post={post} />,
    root,
  );
  post({ type: "ready", choice: choice.value });
}
