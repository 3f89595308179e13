import { ConnectError } from "../../shared/client/connect-error.ts";
import { RefusedError } from "../../shared/client/refused-error.ts";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { PageRequest, ToHost } from "../../shared/dashboard/messages.ts";
import { pageRequestParams, pageRequests } from "../../shared/dashboard/messages.ts";
import type {
  NotificationName,
  NotificationOf,
  ParamsOf,
  RequestName,
  ResultOf,
} from "../../shared/protocol/requests.ts";
import { notifications, requests } from "../../shared/protocol/requests.ts";
import { UserError } from "../../shared/user-error.ts";

type Listener = (params: never) => void;
interface Pending {
  method: PageRequest;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

const lost = () => new ConnectError("lost", "The connection to the runner was lost.", { retry: true });
const nonsense = (what: string, why: string) =>
  new UserError("protocol", `${what} has a form that this version of Recipe Lab does not know: ${why}`);

let nextId = 0;

/** A link to a runner through the editor: requests go to the extension as messages, and their answers come back so. */
export class EditorLink implements RunnerLink {
  readonly closed: Promise<void>;
  readonly #runner: string;
  readonly #post: (message: ToHost) => void;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<NotificationName, Set<Listener>>();
  #end: () => void = () => {};
  #ended = false;

  constructor(runner: string, post: (message: ToHost) => void) {
    this.#runner = runner;
    this.#post = post;
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  request<Name extends RequestName>(method: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
    return new Promise((resolve, reject) => {
      const allowed = pageRequests.find((name) => name === method);
      if (allowed === undefined) throw new UserError("unknown-method", `A page may not ask for ${method}.`);
      if (this.#ended) throw lost();
      const id = nextId++;
      this.#pending.set(id, { method: allowed, resolve, reject });
      this.#post({
        type: "request",
        id,
        runner: this.#runner,
        method: allowed,
        params: pageRequestParams(allowed, params),
      });
    });
  }

  on<Name extends NotificationName>(method: Name, listener: (params: NotificationOf<Name>) => void): () => void {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners.add(listener as Listener));
    return () => listeners.delete(listener as Listener);
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const { reject } of this.#pending.values()) reject(lost());
    this.#pending.clear();
    this.#listeners.clear();
    this.#end();
  }

  /** Takes an answer; returns whether it was to a request of this link. */
  answered(id: number, answer: { result: unknown } | { code: string; message: string }): boolean {
    const pending = this.#pending.get(id);
    if (pending === undefined) return false;
    this.#pending.delete(id);
    if (!("result" in answer)) pending.reject(new RefusedError(answer.code, answer.message, undefined));
    else {
      const checked = requests[pending.method].result.safeParse(answer.result);
      if (checked.success) pending.resolve(checked.data as never);
      else pending.reject(nonsense(`The answer to ${pending.method}`, checked.error.message));
    }
    return true;
  }

  notified(method: NotificationName, params: unknown): void {
    const checked = notifications[method].safeParse(params);
    if (!checked.success) throw nonsense(method, checked.error.message);
    for (const listener of this.#listeners.get(method) ?? []) listener(checked.data as never);
  }
}
