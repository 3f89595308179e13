import { WebSocket } from "ws";
import type { JournalEvent } from "../../../shared/journal.ts";
import { protocolVersion } from "../../../shared/protocol/requests.ts";

export interface SubscriberTarget {
  port: number;
  token: string;
  run: string;
  /** Number of the last record that the client has. */
  afterSequence: number;
}

interface Message {
  id?: number;
  error?: { message: string };
  method?: string;
  params?: { records?: JournalEvent[] };
}

/** Many clients get the same bytes: who parses them once has more time to receive. */
const parsed: { data: Buffer; message: Message }[] = [];

function parse(data: Buffer): Message {
  const known = parsed.find((one) => one.data.equals(data));
  if (known !== undefined) return known.message;
  const message = JSON.parse(data.toString()) as Message;
  parsed.unshift({ data: Buffer.from(data), message });
  parsed.length = Math.min(parsed.length, 8);
  return message;
}

/** One client that follows a run, on a plain WebSocket. */
export class Subscriber {
  readonly #target: SubscriberTarget;
  readonly #onRecord: (latencyMs: number, inOrder: boolean) => void;
  #socket: WebSocket | null = null;
  #sequence: number;
  #whenRecord: (() => void) | null = null;

  constructor(target: SubscriberTarget, onRecord: (latencyMs: number, inOrder: boolean) => void) {
    this.#target = target;
    this.#onRecord = onRecord;
    this.#sequence = target.afterSequence;
  }

  /** Resolves when the runner has answered the subscription. */
  connect(): Promise<void> {
    const { port, token, run } = this.#target;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, {
      headers: { Authorization: `Bearer ${token}` },
      perMessageDeflate: false,
    });
    this.#socket = socket;
    const ask = (id: number, method: string, params: unknown) =>
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
      socket.on("open", () => ask(0, "initialize", { protocolVersion, client: "bench" }));
      socket.on("message", (data: Buffer) => {
        const { id, error, method, params } = parse(data);
        if (error !== undefined) reject(new Error(error.message));
        else if (id === 0) ask(1, "subscribe", { run, afterSequence: this.#sequence });
        else if (id === 1) resolve();
        else if (method === "run/records") this.#take(params?.records ?? []);
      });
    });
  }

  #take(records: readonly JournalEvent[]): void {
    const now = Date.now();
    for (const { sequence, time } of records) {
      this.#onRecord(now - time, sequence === this.#sequence + 1);
      this.#sequence = sequence;
    }
    this.#whenRecord?.();
  }

  /** Resolves when the next record has come. */
  nextRecord(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenRecord = resolve;
    });
  }

  stall(): void {
    this.#socket?.pause();
  }

  /** Ends the connection without a word, as a network does. */
  cut(): void {
    this.#socket?.terminate();
  }
}
