import { randomUUID } from "node:crypto";
import { createMessageConnection, type Message, type MessageConnection, ResponseError } from "vscode-jsonrpc/node";
import type { WebSocket } from "ws";
import type { ProtocolErrorCode } from "../../shared/protocol/errors.ts";
import {
  type NotificationName,
  type NotificationOf,
  type RequestName,
  requests,
  type Topic,
} from "../../shared/protocol/requests.ts";
import { WebSocketTransport } from "../rpc/transport.ts";
import type { RunService } from "../runs/run-service.ts";
import { ServiceError } from "../runs/service/service-error.ts";
import { acceptMessage } from "./accept-message.ts";
import type { Feeds } from "./feeds.ts";
import { Follower } from "./follower.ts";
import type { Handlers } from "./handlers.ts";
import type { ServerLog } from "./log.ts";
import { protocolError } from "./protocol-error.ts";
import type { RunFeed } from "./run-feed.ts";

/** Requests that a client may have under way, answers that it has not read included. */
const maximumPending = 32;
const maximumSubscriptions = 100;
/** Nothing more is read from a client that leaves this much of its answers unread. Bytes. */
const pauseReadingAt = 1024 * 1024;
/** The first request must come within this time. */
const initializeWithinMs = 10_000;

export interface SessionParts {
  service: RunService;
  feeds: Feeds;
  handlers: Handlers;
  log: ServerLog;
  onBegin: (session: Session) => void;
}

/** One client's connection: its requests, answered each, and its subscriptions. */
export class Session {
  readonly transport: WebSocketTransport;
  readonly #socket: WebSocket;
  readonly #parts: SessionParts;
  readonly #connection: MessageConnection;
  readonly #pending = new Set<number | string>();
  readonly #following = new Map<string, { feed: RunFeed; follower: Follower }>();
  readonly #initializeTimer: NodeJS.Timeout;
  #topics: ReadonlySet<Topic> | null = null;

  constructor(socket: WebSocket, parts: SessionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.transport = new WebSocketTransport(socket, {
      accept: (text) => this.#accept(text),
      onWritten: (message) => {
        if ("id" in message) this.#pending.delete(message.id as number | string);
      },
    });
    this.#connection = createMessageConnection(this.transport.reader, this.transport.writer);
    this.#connection.onRequest((method, params) => this.#answer(method, params));
    this.#connection.onError(() => {}); // the socket closes after an error, and that is where it is dealt with
    this.#initializeTimer = setTimeout(() => socket.close(1008, "initialize did not come"), initializeWithinMs);
    socket.once("close", () => this.#close());
    this.#connection.listen();
  }

  /** Runs that this client follows. */
  get subscriptions(): number {
    return this.#following.size;
  }

  wants(topic: Topic): boolean {
    return this.#topics?.has(topic) ?? false;
  }

  begin(topics: readonly Topic[]): void {
    clearTimeout(this.#initializeTimer);
    this.#topics = new Set(topics);
    this.#parts.onBegin(this);
  }

  notify<Name extends NotificationName>(method: Name, params: NotificationOf<Name>): void {
    this.transport.send(JSON.stringify({ jsonrpc: "2.0", method, params })).catch(() => {});
  }

  /** Returns the number of the run's last record. The records follow once the answer is on its way. */
  subscribe(run: string, afterSequence: number): number {
    const { service, feeds, log } = this.#parts;
    const lastSequence = service.lastSequence(run);
    this.unsubscribe(run);
    if (this.#following.size >= maximumSubscriptions) {
      throw protocolError("too-many-requests", `One connection follows at most ${maximumSubscriptions} runs.`);
    }
    const feed = feeds.open(run);
    const follower = new Follower({
      feed,
      transport: this.transport,
      afterSequence,
      latest: () => latestValues(service, run),
      notify: (method, params) => this.notify(method, params),
      onEnd: (code, error) => {
        log.error(`records of ${run}: ${error instanceof Error ? error.message : String(error)}`);
        this.#endSubscription(run, code);
      },
      now: () => performance.now(),
    });
    this.#following.set(run, { feed, follower });
    // The answer is written in microtasks after the handler has returned; the first record goes after them.
    setImmediate(() => void follower.advance());
    return lastSequence;
  }

  unsubscribe(run: string): void {
    const following = this.#following.get(run);
    if (following === undefined) return;
    this.#following.delete(run);
    following.follower.close();
    this.#parts.feeds.leave(following.feed, following.follower);
  }

  /** Tells those who follow a run that is gone. */
  runDeleted(run: string): void {
    if (this.#following.has(run)) this.#endSubscription(run, "unknown-run");
  }

  #endSubscription(run: string, code: ProtocolErrorCode): void {
    this.unsubscribe(run);
    const message =
      code === "unknown-run" ? "The run was deleted." : "The run's journal cannot be read. The runner's log says why.";
    this.notify("subscription/ended", { run, code, message });
  }

  /** Lets a frame pass to the JSON-RPC connection, or deals with it here and returns null. */
  #accept(text: string): Message | null {
    const accepted = acceptMessage(text);
    if (accepted.kind === "ignored") return null;
    if (accepted.kind === "refused") {
      this.#refuse(accepted.id, accepted.code, accepted.message);
      return null;
    }
    const { id } = accepted.message;
    if (this.#pending.has(id)) {
      this.#refuse(id, "invalid-request", "A request with this id is under way already.");
      return null;
    }
    if (this.#pending.size >= maximumPending) {
      this.#refuse(id, "too-many-requests", `At most ${maximumPending} requests may be under way; wait for an answer.`);
      return null;
    }
    this.#pending.add(id);
    return accepted.message;
  }

  #refuse(id: number | string | null, code: ProtocolErrorCode, message: string): void {
    const error = protocolError(code, message).toJson();
    this.transport.send(JSON.stringify({ jsonrpc: "2.0", id, error })).catch(() => {});
    this.#throttle();
  }

  /** Reads on only when the client reads too. */
  #throttle(): void {
    if (this.#socket.isPaused || this.transport.waitingBytes < pauseReadingAt) return;
    this.#socket.pause();
    this.transport.whenRoom(() => this.#socket.resume());
  }

  async #answer(method: string, params: unknown): Promise<unknown> {
    try {
      return await this.#dispatch(method, params);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      if (error instanceof ServiceError) throw protocolError(error.code, error.message, error.details);
      const reference = randomUUID();
      this.#parts.log.error(`${method} failed (${reference}): ${error instanceof Error ? error.stack : String(error)}`);
      throw protocolError("internal", `The runner failed at this request. Its log has the reason under ${reference}.`, {
        reference,
      });
    } finally {
      setImmediate(() => this.#throttle());
    }
  }

  async #dispatch(method: string, params: unknown): Promise<unknown> {
    if (!isRequest(method)) throw protocolError("unknown-method", `There is no request called ${method}.`);
    if (method === "initialize" && this.#topics !== null) {
      throw protocolError("already-initialized", "initialize is the first request of a connection, and comes once.");
    }
    if (method !== "initialize" && this.#topics === null) {
      throw protocolError("not-initialized", "The first request of a connection must be initialize.");
    }
    const schema = requests[method];
    const checked = schema.params.safeParse(params);
    if (!checked.success) {
      const issues = checked.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
      const lines = issues.map(({ path, message }) => `${path.join(".") || "params"}: ${message}`);
      throw protocolError("invalid-params", `${method} was called wrongly. ${lines.join("; ")}`, { issues });
    }
    const handler = this.#parts.handlers[method] as (params: unknown, session: Session) => unknown;
    return schema.result.parse(await handler(checked.data, this));
  }

  #close(): void {
    clearTimeout(this.#initializeTimer);
    for (const run of [...this.#following.keys()]) this.unsubscribe(run);
    this.#connection.dispose();
  }
}

const isRequest = (method: string): method is RequestName => Object.hasOwn(requests, method);

function latestValues(service: RunService, run: string): NotificationOf<"run/coalesced"> | null {
  const summary = service.list().find(({ id }) => id === run);
  if (summary === undefined || summary.lastSequence === 0) return null;
  const { lastSequence, step, epoch, latest } = summary;
  return { run, throughSequence: lastSequence, step, epoch, values: latest };
}
