import { printable } from "../printable.ts";
import { protocolErrorDataSchema } from "../protocol/errors.ts";
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
} from "../protocol/requests.ts";
import { UserError } from "../user-error.ts";
import { ConnectError } from "./connect-error.ts";
import type { MessageSocket } from "./message-socket.ts";
import { at } from "./network-problem.ts";
import { RefusedError } from "./refused-error.ts";
import { RpcClient, RpcError } from "./rpc.ts";
import type { RunnerLink } from "./runner-link.ts";

export interface OpenOptions {
  /** Where the runner is, for messages. */
  url: string;
  /** What the client is: "recipe-lab 0.1.0". */
  client: string;
  topics?: readonly Topic[];
}

/** One connection to a runner. What goes out and what comes in is checked against the protocol's schemas. */
export class RunnerClient implements RunnerLink {
  readonly url: string;
  readonly closed: Promise<void>;
  readonly #socket: MessageSocket;
  readonly #rpc: RpcClient;
  #failure: UserError | null = null;

  private constructor(socket: MessageSocket, url: string) {
    this.url = url;
    this.#socket = socket;
    let ended: () => void = () => {};
    this.closed = new Promise((resolve) => {
      ended = resolve;
    });
    const onNonsense = (why: string) => this.#fail(this.#unexpected("a message", "받은 메시지", why));
    this.#rpc = new RpcClient(socket, { onNonsense, onClose: ended });
  }

  /** Agrees on the version. Rejects with a RefusedError where the versions differ, and then the socket is closed. */
  static async open(socket: MessageSocket, { url, client: name, topics = [] }: OpenOptions): Promise<RunnerClient> {
    const client = new RunnerClient(socket, url);
    try {
      await client.request("initialize", { protocolVersion, client: name, topics: [...topics] });
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  async request<Name extends RequestName>(method: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
    const checked = requests[method].params.parse(params);
    let answer: unknown;
    try {
      answer = await this.#rpc.request(method, checked);
    } catch (error) {
      if (!(error instanceof RpcError)) throw this.#lost(method, error);
      const data = protocolErrorDataSchema.safeParse(error.data);
      if (data.success) throw new RefusedError(data.data.code, printable(error.message, 10_000), data.data.details);
      throw this.#unexpected(`its refusal of ${method}`, `${method} 에 대한 거부`, error.message);
    }
    const result = requests[method].result.safeParse(answer);
    if (result.success) return result.data as ResultOf<Name>;
    throw this.#unexpected(`its answer to ${method}`, `${method} 에 대한 응답`, result.error.message);
  }

  /** What does not fit its schema ends the connection. */
  on<Name extends NotificationName>(method: Name, listener: (params: NotificationOf<Name>) => void): () => void {
    return this.#rpc.on(method, (params) => {
      const checked = notifications[method].safeParse(params);
      if (checked.success) listener(checked.data as NotificationOf<Name>);
      else this.#fail(this.#unexpected(method, method, checked.error.message));
    });
  }

  /** What ended the connection, where it was this side that could not go on. */
  get failure(): UserError | null {
    return this.#failure;
  }

  close(): void {
    this.#socket.close();
  }

  #fail(error: UserError): void {
    this.#failure ??= error;
    this.#socket.terminate();
  }

  #unexpected(en: string, ko: string, why: string): UserError {
    const { url } = this;
    const shown = printable(why);
    const message = `${en} is not what this version of Recipe Lab expects (${shown}). Install the same release on both sides.`;
    return new UserError("protocol", `${url}: ${message}`, {
      text: at(url, {
        en: message,
        ko: `${ko} 을(를) 이 버전의 Recipe Lab이 이해하지 못합니다 (${shown}). 양쪽에 같은 버전을 설치하세요.`,
      }),
    });
  }

  #lost(method: string, cause: unknown): UserError {
    const { url } = this;
    const message = `the connection was lost before the answer to ${method} came.`;
    return (
      this.#failure ??
      new ConnectError("lost", `${url}: ${message}`, {
        retry: true,
        cause,
        text: at(url, { en: message, ko: `${method} 에 대한 응답을 받기 전에 연결이 끊겼습니다.` }),
      })
    );
  }
}
