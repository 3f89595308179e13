import type * as vscode from "vscode";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { PageRunner, ToHost, ToPage } from "../../shared/dashboard/messages.ts";
import { type NotificationName, notifications } from "../../shared/protocol/requests.ts";
import { UserError } from "../../shared/user-error.ts";
import { errorText } from "../language.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import type { KnownRunner } from "../runners/known-runner.ts";

type PageRequestMessage = Extract<ToHost, { type: "request" }>;

/**
 * The connections of one page, one to each runner that the editor is connected to, beside the standing ones: what a page
 * subscribes to and how fast it takes it concerns that page alone. Requests and notifications pass as they are.
 */
export class PageLinks implements vscode.Disposable {
  readonly #runners: RunnerConnections;
  readonly #post: (message: ToPage) => void;
  readonly #links = new Map<string, RunnerLink>();
  readonly #opening = new Set<string>();
  readonly #subscription: vscode.Disposable;
  #told = "";
  #isOver = false;

  constructor(runners: RunnerConnections, post: (message: ToPage) => void) {
    this.#runners = runners;
    this.#post = post;
    this.#subscription = runners.onDidChange(() => this.#follow());
    this.#follow();
  }

  /** The runners as the page is to see them: connected where the page itself is. */
  get shown(): PageRunner[] {
    return this.#runners.all.map((runner) => ({
      id: runner.id,
      name: runner.name.slice(0, 200),
      state: this.#links.has(runner.id)
        ? "connected"
        : runner.state === "unreachable" || runner.state === "idle"
          ? "unreachable"
          : "connecting",
      ...(runner.message === null ? {} : { message: runner.message.slice(0, 10_000) }),
    }));
  }

  /** Every request is answered, with a result or an error. */
  async request({ id, runner, method, params }: PageRequestMessage): Promise<void> {
    try {
      const link = this.#links.get(runner);
      if (link === undefined) throw unconnected(this.#runners.get(runner));
      const result: unknown = await link.request(method, params as never);
      this.#post({ type: "result", id, result });
    } catch (error) {
      const code = error instanceof UserError ? error.code : "internal";
      this.#post({ type: "error", id, code: code.slice(0, 200), message: errorText(error).slice(0, 20_000) });
    }
  }

  #follow(): void {
    for (const { id, state } of this.#runners.all) {
      if (state === "connected" && !this.#links.has(id) && !this.#opening.has(id)) void this.#open(id);
    }
    this.#tell();
  }

  async #open(runner: string): Promise<void> {
    this.#opening.add(runner);
    try {
      const link = await this.#runners.open(runner);
      if (this.#isOver) return link.close();
      this.#links.set(runner, link);
      for (const method of Object.keys(notifications) as NotificationName[])
        link.on(method, (params) => this.#post({ type: "notification", runner, method, params }));
      void link.closed.then(() => {
        this.#links.delete(runner);
        if (!this.#isOver) this.#follow();
      });
    } catch {
      // The standing connection says why in its view, and changes when it is worth another attempt.
    } finally {
      this.#opening.delete(runner);
      this.#tell();
    }
  }

  #tell(): void {
    if (this.#isOver) return;
    const runners = this.shown;
    const told = JSON.stringify(runners);
    if (told === this.#told) return;
    this.#told = told;
    this.#post({ type: "runners", runners });
  }

  dispose(): void {
    this.#isOver = true;
    this.#subscription.dispose();
    for (const link of this.#links.values()) link.close();
  }
}

function unconnected(runner: KnownRunner | undefined): UserError {
  return new UserError("lost", "There is no connection to the runner.", {
    text: {
      en: runner?.message ?? "There is no connection to the runner now.",
      ko: runner?.message ?? "지금은 러너에 연결되어 있지 않습니다.",
    },
  });
}
