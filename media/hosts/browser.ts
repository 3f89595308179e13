import { computed, type Signal, signal } from "@preact/signals";
import { ConnectError } from "../../shared/client/connect-error.ts";
import { RunnerClient } from "../../shared/client/runner-client.ts";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import { RunnerSession, type SessionState } from "../../shared/client/runner-session.ts";
import type { Timers } from "../../shared/client/timers.ts";
import type { PageAction, PageRunner, RunRef } from "../../shared/dashboard/messages.ts";
import { languageOf } from "../../shared/language.ts";
import type { UserError } from "../../shared/user-error.ts";
import { t } from "../l10n/index.ts";
import { errorText, report } from "../parts/notices.ts";
import { browserActions } from "./browser-actions.ts";
import { copyText } from "./copy-text.ts";
import type { Host, Opened } from "./host.ts";
import { runFromHash } from "./run-from-hash.ts";
import { requestTicket } from "./ticket.ts";
import { opened } from "./web-socket.ts";

const tokenKey = "recipe-lab.token";
const stateKey = "recipe-lab.view";
/** The runner that served the page. */
const thisRunner = "runner";

/**
 * The host in a plain browser: the one runner that served the page, over a WebSocket. The token is asked for once, kept for
 * this tab alone, and shown to nobody but this runner; each connection takes a ticket of its own.
 */
export class BrowserHost implements Host {
  readonly kind = "browser";
  readonly language = languageOf(navigator.language);
  readonly actions: ReadonlySet<PageAction> = new Set(Object.keys(browserActions) as PageAction[]);
  readonly opened: Signal<Opened | null> = signal({ runs: runFromHash(location.hash, thisRunner), tab: null });
  /** What the person is told who has to give the token; null while none is needed. */
  readonly tokenWanted: Signal<{ message: string | null } | null> = signal(null);
  readonly #state: Signal<Omit<PageRunner, "id" | "name">> = signal({ state: "connecting" });
  readonly runners = computed<readonly PageRunner[]>(() => [
    { id: thisRunner, name: location.host, ...this.#state.value },
  ]);
  readonly #session = new RunnerSession({
    connect: () => this.#connect(),
    onState: (state) => this.#enter(state),
    timers,
    now: Date.now,
  });
  #token: string | null = sessionStorage.getItem(tokenKey);

  /** Connects, and again whenever the connection is lost. */
  start(): void {
    if (this.#token === null) this.tokenWanted.value = { message: null };
    else this.#session.start();
    addEventListener("hashchange", () => {
      this.opened.value = { runs: runFromHash(location.hash, thisRunner), tab: null };
    });
    addEventListener("online", () => this.retry());
  }

  /** Takes the token that the person has given. */
  signIn(token: string): void {
    this.#token = token;
    this.tokenWanted.value = null;
    this.#session.reconnect();
  }

  signOut(): void {
    sessionStorage.removeItem(tokenKey);
    location.reload();
  }

  /** Tries at once what would be tried later. */
  retry(): void {
    if (this.#token !== null) this.#session.reconnect();
  }

  link(): RunnerLink {
    const { state } = this.#session;
    if (state.state === "connected") return state.client;
    throw new ConnectError("lost", t("link.lost", { address: location.origin }), { retry: true });
  }

  save(fileName: string, bytes: Uint8Array<ArrayBuffer>, type: string): void {
    const url = URL.createObjectURL(new Blob([bytes], { type }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = fileName;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  async copy(text: string): Promise<void> {
    await copyText(text);
  }

  action(action: PageAction, runs: readonly RunRef[]): void {
    const act = action in browserActions ? browserActions[action as keyof typeof browserActions] : null;
    if (act === null) throw new Error(`A browser cannot do ${action}.`);
    report(async () => {
      for (const ref of runs) {
        await act({ run: ref.run, link: this.link(), linkThen: () => this.link() });
      }
    });
  }

  readState(): unknown {
    try {
      return JSON.parse(sessionStorage.getItem(stateKey) ?? "null");
    } catch {
      return null; // somebody wrote into it; the page begins anew
    }
  }

  writeState(state: unknown): void {
    sessionStorage.setItem(stateKey, JSON.stringify(state));
  }

  #enter(state: SessionState): void {
    switch (state.state) {
      case "connecting":
        // While it is tried again and again, what is wrong stays to be seen.
        if (this.#state.peek().state !== "unreachable") this.#state.value = { state: "connecting" };
        break;
      case "connected":
        if (this.#token !== null) sessionStorage.setItem(tokenKey, this.#token);
        this.#state.value = { state: "connected" };
        break;
      case "unreachable":
        if (state.error.code === "wrong-token") this.#askAgain(state.error);
        else this.#state.value = { state: "unreachable", message: unreachable(state.error, state.retryAt) };
    }
  }

  async #connect(): Promise<RunnerClient> {
    const ticket = await requestTicket(this.#token ?? "");
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/rpc`;
    const socket = new WebSocket(address, ["recipe-lab.v1", `recipe-lab.ticket.${ticket}`]);
    return RunnerClient.open(await opened(socket), {
      url: location.origin,
      client: "recipe-lab page",
      topics: ["runs", "machine"],
    });
  }

  #askAgain(error: UserError): void {
    sessionStorage.removeItem(tokenKey);
    this.#token = null;
    this.#state.value = { state: "connecting" };
    this.tokenWanted.value = { message: errorText(error) };
  }
}

function unreachable(error: UserError, retryAt: number | null): string {
  const why = errorText(error);
  return retryAt === null ? why : t("link.retry", { why, count: Math.ceil((retryAt - Date.now()) / 1000) });
}

const timers: Timers = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
