import type { ProtocolErrorCode } from "../../shared/protocol/errors.ts";
import type { NotificationOf } from "../../shared/protocol/requests.ts";
import type { WebSocketTransport } from "../rpc/transport.ts";
import { ServiceError } from "../runs/service/service-error.ts";
import type { FeedListener, RunFeed } from "./run-feed.ts";

/** A client that has not had everything for this long hears the latest values at this interval. Milliseconds. */
const coalesceAfterMs = 1_000;

export interface FollowerParts {
  feed: RunFeed;
  transport: WebSocketTransport;
  /** Number of the last record that the client has. */
  afterSequence: number;
  /** The values of the run as it stands now, or null where there are none. */
  latest: () => NotificationOf<"run/coalesced"> | null;
  notify: (method: "run/coalesced", params: NotificationOf<"run/coalesced">) => void;
  /** The run cannot be followed any more. */
  onEnd: (code: ProtocolErrorCode, error: unknown) => void;
  /** Milliseconds, monotonic. */
  now: () => number;
}

/**
 * One client's subscription to a run: a position in its journal, moved on as the client takes what was sent. What a slow
 * client has not taken waits in the journal on disk and nowhere else, so that it costs no memory and slows nobody.
 */
export class Follower implements FeedListener {
  readonly #parts: FollowerParts;
  #position: number;
  #busy = false;
  #closed = false;
  /** Since when the client is behind, or when it was last told the latest values; null while it has everything. */
  #behindSince: number | null = null;
  readonly #resume = () => void this.advance();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#position = parts.afterSequence;
    parts.feed.join(this);
  }

  async advance(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#sendWhatFits();
    } catch (error) {
      this.close();
      this.#parts.onEnd(error instanceof ServiceError ? error.code : "storage", error);
    } finally {
      this.#busy = false;
    }
  }

  async #sendWhatFits(): Promise<void> {
    const { feed, transport, now } = this.#parts;
    while (!this.#closed && this.#position < feed.lastSequence) {
      this.#behindSince ??= now();
      if (!transport.hasRoom) {
        transport.whenRoom(this.#resume);
        return;
      }
      this.#tellLatest(this.#behindSince);
      const batch = await feed.batchAfter(this.#position);
      if (this.#closed || batch === null) return;
      transport.send(batch.message).catch(() => {}); // the connection's end is seen where it is closed
      this.#position = batch.lastSequence;
    }
    this.#behindSince = null;
  }

  /** A client that is behind for long learns where the run is before the records that lead there. */
  #tellLatest(since: number): void {
    const { latest, notify, now } = this.#parts;
    if (now() - since < coalesceAfterMs) return;
    this.#behindSince = now();
    const values = latest();
    if (values !== null && values.throughSequence > this.#position) notify("run/coalesced", values);
  }

  close(): void {
    this.#closed = true;
    this.#parts.transport.forget(this.#resume);
  }
}
