import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { PageAction } from "../../shared/dashboard/messages.ts";
import type { RunState } from "../../shared/journal.ts";
import { metrics } from "../../shared/metrics.ts";
import { tagsIn } from "../../shared/tags.ts";
import { formatCount, t } from "../l10n/index.ts";
import { isolate } from "../parts/isolate.ts";
import { notice } from "../parts/notices.ts";
import { askChoice, askText, confirm } from "../parts/questions.tsx";

/** A run of the runner that served the page. */
interface Acted {
  run: string;
  link: RunnerLink;
  /** The connection as it is by then: an undo may come much later. */
  linkThen: () => RunnerLink;
}

/** What a page in a browser does with a run beyond its buttons, asking in dialogs of its own. In the editor these are commands. */
export const browserActions = {
  renameRun: async ({ run, link }) => {
    const { name } = (await link.request("get", { run })).run;
    const changed = await askText({
      title: t("ask.rename"),
      label: t("ask.name"),
      value: name,
      wrong: (text) => (text.trim() === "" || text.trim().length > 200 ? t("ask.nameLength") : null),
    });
    if (changed !== null) await link.request("label", { run, labels: { name: changed.trim() } });
  },
  editNote: async ({ run, link }) => {
    const note = await askText({
      title: t("ask.note"),
      label: t("ask.noteField"),
      value: (await link.request("get", { run })).run.note,
      long: true,
      wrong: (text) => (text.length > 20_000 ? t("ask.noteLength") : null),
    });
    if (note !== null) await link.request("label", { run, labels: { note } });
  },
  editTags: async ({ run, link }) => {
    const text = await askText({
      title: t("ask.tags"),
      label: t("ask.tagsField"),
      value: (await link.request("get", { run })).run.tags.join(", "),
      wrong: (typed) =>
        tagsIn(typed).length > 50 || tagsIn(typed).some((tag) => tag.length > 100) ? t("ask.tagsLength") : null,
    });
    if (text !== null) await link.request("label", { run, labels: { tags: tagsIn(text) } });
  },
  resumeFromCheckpoint: async ({ run, link }) => {
    const { run: summary, checkpoints: saved } = await link.request("get", { run });
    // After the last step there is nothing to go on with.
    const checkpoints = saved.filter(({ step }) => summary.totalSteps === 0 || step < summary.totalSteps);
    if (checkpoints.length === 0) {
      notice.value = { kind: "info", text: t("ask.noCheckpoint", { name: isolate(summary.name) }) };
      return;
    }
    const choices = checkpoints.map(({ step, epoch, top1 }) => {
      const values = { step, epoch: formatCount(epoch + 1) };
      return top1 === null
        ? t("ask.checkpoint", values)
        : t("ask.checkpointTop1", { ...values, top1: metrics["validation/top1"].format(top1) });
    });
    const [title, note, agree] = [t("ask.resume"), t("ask.resumeNote"), t("ask.resumeNow")];
    const chosen = await askChoice({ title, note, agree, choices });
    const step = chosen === null ? undefined : checkpoints[chosen]?.step;
    if (step !== undefined) await link.request("resume", { run, step });
  },
  deleteRun: async ({ run, link, linkThen }) => {
    const { name, state } = (await link.request("get", { run })).run;
    if (!hasEnded(state)) {
      if (!(await confirm(t("ask.delete", { name: isolate(name) }), t("ask.deleteNow")))) return;
      notice.value = { kind: "info", text: t("ask.stopping", { name: isolate(name) }) };
      await stop(link, run);
    }
    await link.request("delete", { run });
    notice.value = {
      kind: "info",
      text: t("run.deleted", { name: isolate(name) }),
      action: {
        label: t("undo"),
        run: async () => {
          await linkThen().request("restore", { run });
        },
      },
    };
  },
} as const satisfies Partial<Record<PageAction, (acted: Acted) => Promise<void>>>;

const hasEnded = (state: RunState) => ["completed", "failed", "stopped", "interrupted"].includes(state);

/** Stops a run and resolves when it has ended: it does the step to its end that it is at. */
async function stop(link: RunnerLink, run: string): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    const off = link.on("runs/changed", ({ runs }) => {
      if (!runs.some(({ id, state }) => id === run && hasEnded(state))) return;
      off();
      resolve();
    });
  });
  const { state } = (await link.request("stop", { run })).run;
  // Without a connection the request that comes after this says so.
  if (!hasEnded(state)) await Promise.race([ended, link.closed]);
}
