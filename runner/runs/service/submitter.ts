import { rm } from "node:fs/promises";
import type { Language } from "../../../shared/language.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { ParamsOf } from "../../../shared/protocol/requests.ts";
import { encodeControl } from "../control.ts";
import { createRun } from "../run-folder.ts";
import { encodeLabels } from "./labels.ts";
import type { Planner } from "./plan-in-child.ts";
import type { Queue } from "./queue.ts";
import { onDisk } from "./refusal.ts";
import type { RunEntry } from "./run-entry.ts";
import { ServiceError } from "./service-error.ts";
import type { Store } from "./store.ts";
import { encodeSubmission, submissionFile } from "./submission.ts";

const mostQueued = 1000;

/** Makes runs of recipes that come over the network. Everything that can be refused is refused before anything is written. */
export class Submitter {
  readonly #parts: { store: Store; queue: Queue; planner: Planner };
  /** Submits in progress, by key. */
  readonly #running = new Map<string, Promise<RunEntry>>();

  constructor(parts: { store: Store; queue: Queue; planner: Planner }) {
    this.#parts = parts;
  }

  /** The run that waits now; the former one where the key was used before. */
  async submit(params: ParamsOf<"submit">): Promise<RunEntry> {
    const { idempotencyKey: key } = params;
    if (key === undefined) return this.#submit(params);
    const former = [...this.#parts.store.entries.values()].find((entry) => entry.idempotencyKey === key);
    if (former !== undefined) return former;
    const running = this.#running.get(key) ?? this.#submit(params);
    this.#running.set(key, running);
    try {
      return await running;
    } finally {
      this.#running.delete(key);
    }
  }

  async #submit({ recipe, source, labels, idempotencyKey, language }: ParamsOf<"submit">): Promise<RunEntry> {
    const { store, queue } = this.#parts;
    if (queue.runs.length >= mostQueued) {
      throw new ServiceError("queue-full", `${mostQueued} runs wait on this runner already. Stop some, or wait.`);
    }
    const plan = await this.#plan(recipe, language);
    const files = {
      "control.json": encodeControl({ intent: "run" }),
      [submissionFile]: encodeSubmission(idempotencyKey ?? null),
      ...(labels === undefined ? {} : { "labels.json": encodeLabels(labels) }),
    };
    const runs = { path: store.folder };
    const folder = await onDisk(runs, () => createRun(store.folder, { recipeText: source, plan, files }));
    const entry = store.entries.get(folder.id) ?? (await store.add(folder.id))!;
    try {
      await onDisk(folder, () => entry.inTurn(() => entry.append({ type: "state", state: "queued" })));
    } catch (error) {
      store.entries.delete(entry.id);
      await rm(folder.path, { recursive: true, force: true });
      throw error;
    }
    await queue.put(entry.id);
    return entry;
  }

  async #plan(recipe: unknown, language?: Language): Promise<Plan> {
    const { plan, problems } = await this.#parts.planner.plan(recipe, language);
    if (plan !== null) return plan;
    const outside = problems.find(({ code }) => code === "data-not-in-roots");
    if (outside === undefined) throw ServiceError.recipeProblems(problems);
    throw new ServiceError("data-outside-roots", outside.message, { details: { problems } });
  }
}
