import { computed, type Signal, signal } from "@preact/signals";
import { backoffMs } from "../../shared/client/backoff.ts";
import { ConnectError } from "../../shared/client/connect-error.ts";
import { RunnerClient } from "../../shared/client/runner-client.ts";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { PageAction, PageRunner } from "../../shared/dashboard/messages.ts";
import { languageOf } from "../../shared/language.ts";
import { t } from "../l10n/index.ts";
import { errorText } from "../parts/notices.ts";
import type { Host, Opened } from "./host.ts";
import { runFromHash } from "./run-from-hash.ts";
import { requestTicket, TicketError } from "./ticket.ts";
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
  readonly actions: ReadonlySet<PageAction> = new Set();
  readonly opened: Signal<Opened | null> = signal({ runs: runFromHash(location.hash, thisRunner), tab: null });
  /** What the person is told who has to give the token; null while none is needed. */
  readonly tokenWanted: Signal<{ message: string | null } | null> = signal(null);
  readonly #state: Signal<Omit<PageRunner, "id" | "name">> = signal({ state: "connecting" });
  readonly runners = computed<readonly PageRunner[]>(() => [
    { id: thisRunner, name: location.host, ...this.#state.value },
  ]);
  #client: RunnerClient | null = null;
  #token: string | null = sessionStorage.getItem(tokenKey);
  #wake: () => void = () => {};

  /** Connects, and again whenever the connection is lost. */
  start(): void {
    if (this.#token === null) this.tokenWanted.value = { message: null };
    else void this.#connectForever();
    addEventListener("hashchange", () => {
      this.opened.value = { runs: runFromHash(location.hash, thisRunner), tab: null };
    });
    addEventListener("online", () => this.#wake());
  }

  /** Takes the token that the person has given. */
  signIn(token: string): void {
    this.#token = token;
    this.tokenWanted.value = null;
    void this.#connectForever();
  }

  signOut(): void {
    sessionStorage.removeItem(tokenKey);
    location.reload();
  }

  /** Tries at once what would be tried later. */
  retry(): void {
    this.#wake();
  }

  link(): RunnerLink {
    if (this.#client === null)
      throw new ConnectError("lost", t("link.lost", { address: location.origin }), { retry: true });
    return this.#client;
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
    await navigator.clipboard.writeText(text);
  }

  action(action: PageAction): void {
    throw new Error(`A browser cannot do ${action}.`);
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

  async #connectForever(): Promise<void> {
    for (let attempt = 0; this.#token !== null; attempt += 1) {
      this.#state.value = { ...this.#state.value, state: attempt === 0 ? "connecting" : this.#state.value.state };
      let why = t("link.lost", { address: location.origin });
      try {
        this.#client = await this.#connect(this.#token);
        sessionStorage.setItem(tokenKey, this.#token);
        attempt = 0;
        this.#state.value = { state: "connected" };
        await this.#client.closed;
        if (this.#client.failure !== null) why = errorText(this.#client.failure);
        this.#client = null;
      } catch (error) {
        if (error instanceof TicketError && error.wrongToken) return this.#askAgain(error.message);
        why = errorText(error);
      }
      const waitMs = backoffMs(attempt);
      const seconds = Math.ceil(waitMs / 1000);
      this.#state.value = {
        state: "unreachable",
        message: t("link.retry", { why, count: seconds }),
      };
      await this.#rest(waitMs);
    }
  }

  async #connect(token: string): Promise<RunnerClient> {
    const ticket = await requestTicket(token);
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/rpc`;
    const socket = new WebSocket(address, ["recipe-lab.v1", `recipe-lab.ticket.${ticket}`]);
    return RunnerClient.open(await opened(socket), {
      url: location.origin,
      client: "recipe-lab page",
      topics: ["runs", "machine"],
    });
  }

  #askAgain(message: string): void {
    sessionStorage.removeItem(tokenKey);
    this.#token = null;
    this.tokenWanted.value = { message };
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
