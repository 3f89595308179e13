import type { NotificationName, NotificationOf, ParamsOf, RequestName, ResultOf } from "../protocol/requests.ts";

/**
 * A way to talk to one runner: a WebSocket from where the program runs, or a bridge to a host that has one. Pages and
 * views are written against it, so that they need not know which.
 */
export interface RunnerLink {
  /** Rejects with a RefusedError where the runner answers with an error, a ConnectError where no answer comes. */
  request<Name extends RequestName>(method: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>>;
  /** Calls back with each notification of a kind; returns how to end it. */
  on<Name extends NotificationName>(method: Name, listener: (params: NotificationOf<Name>) => void): () => void;
  /** Resolves when the link has ended, for whatever reason. */
  readonly closed: Promise<void>;
  close(): void;
}
