import { createMessageConnection, type Message, type MessageConnection, ResponseError } from "vscode-jsonrpc/node";
import type { WebSocket } from "ws";
import packageJson from "../../package.json" with { type: "json" };
import { protocolErrorDataSchema } from "../../shared/protocol/errors.ts";
import { parseMessage } from "../../shared/protocol/parse-message.ts";
import {
  type NotificationName,
  type NotificationOf,
  notifications,
  type ParamsOf,
  protocolVersion,
  type RequestName,
  type ResultOf,
  requests,
  type Topic,
} from "../../shared/protocol/requests.ts";
import { UserError } from "../errors.ts";
import { Heartbeat } from "../rpc/heartbeat.ts";
import { WebSocketTransport } from "../rpc/transport.ts";
import { printable } from "../terminal/style.ts";
import { ConnectError } from "./connect-error.ts";
import { dial } from "./dial.ts";
import type { RunnerTarget } from "./target.ts";

/** What the runner refused, with its code. */
export class RefusedError extends UserError {
  readonly details: unknown;

  constructor(code: string, message: string, details: unknown) {
    super(code, message, { exitCode: code === "recipe-problems" || code === "internal" ? 1 : 2 });
    this.name = "RefusedError";
    this.details = details;
  }
}

export interface ConnectOptions {
  topics?: Topic[];
  heartbeatMs?: number;
  signal?: AbortSignal;
}

/** One connection to a runner. What goes out and what comes in is checked against the protocol's schemas. */
export class RunnerClient {
  readonly target: RunnerTarget;
  /** Resolves when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #connection: MessageConnection;
  #failure: UserError | null = null;
  #isClosed = false;

  private constructor(target: RunnerTarget, socket: WebSocket, heartbeatMs: number) {
    this.target = target;
    this.#socket = socket;
    const { reader, writer } = new WebSocketTransport(socket, { accept: (text) => this.#accept(text) });
    this.#connection = createMessageConnection(reader, writer);
    this.#connection.onError(() => {}); // the socket closes after an error
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#isClosed = true;
        this.#connection.dispose();
        resolve();
      });
    });
    new Heartbeat(socket, heartbeatMs, () => {});
    this.#connection.listen();
  }

  /** Connects and agrees on the version. Rejects with a ConnectError, or a RefusedError where the versions differ. */
  static async connect(target: RunnerTarget, options: ConnectOptions = {}): Promise<RunnerClient> {
    const { topics = [], heartbeatMs = 15_000, signal } = options;
    const client = new RunnerClient(target, await dial(target, signal), heartbeatMs);
    try {
      await client.request("initialize", { protocolVersion, client: `recipe-lab ${packageJson.version}`, topics });
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  /** Rejects with a RefusedError where the runner answers with an error, a ConnectError where no answer comes. */
  async request<Name extends RequestName>(method: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
    let answer: unknown;
    try {
      const checked = requests[method].params.parse(params);
      answer = await this.#connection.sendRequest(method, checked);
    } catch (error) {
      if (error instanceof ResponseError) {
        const data = protocolErrorDataSchema.safeParse(error.data);
        if (data.success) throw new RefusedError(data.data.code, printable(error.message, 10_000), data.data.details);
      }
      if (this.#isClosed || this.#socket.readyState !== this.#socket.OPEN) throw this.#lost(method, error);
      throw error;
    }
    const result = requests[method].result.safeParse(answer);
    if (!result.success) throw this.#unexpected(`its answer to ${method}`, result.error.message);
    return result.data as ResultOf<Name>;
  }

  /** Calls back with each notification of a kind. What does not fit its schema ends the connection. */
  on<Name extends NotificationName>(method: Name, listener: (params: NotificationOf<Name>) => void): void {
    this.#connection.onNotification(method, (params: unknown) => {
      const checked = notifications[method].safeParse(params);
      if (checked.success) listener(checked.data as NotificationOf<Name>);
      else this.#fail(this.#unexpected(method, checked.error.message));
    });
  }

  /** What ended the connection, where it was this side that could not go on. */
  get failure(): UserError | null {
    return this.#failure;
  }

  close(): void {
    this.#socket.close(1000);
    // A runner that is gone does not answer the close; nothing waits for it.
    setTimeout(() => this.#socket.terminate(), 1_000).unref();
  }

  #accept(text: string): Message | null {
    try {
      return parseMessage(text) as Message;
    } catch (error) {
      this.#fail(this.#unexpected("a message", (error as Error).message));
      return null;
    }
  }

  #fail(error: UserError): void {
    this.#failure ??= error;
    this.#socket.terminate();
  }

  #unexpected(what: string, why: string): UserError {
    return new UserError(
      "protocol",
      `${this.target.address.url}: ${what} is not what this version of Recipe Lab expects (${printable(why)}). Install the same release on both sides.`,
    );
  }

  #lost(method: string, cause: unknown): UserError {
    return (
      this.#failure ??
      new ConnectError(
        "lost",
        `${this.target.address.url}: the connection was lost before the answer to ${method} came.`,
        {
          retry: true,
          cause,
        },
      )
    );
  }
}
