import type { RunService } from "../runs/run-service.ts";
import { type FeedListener, RunFeed } from "./run-feed.ts";

/** The feeds of the runs that somebody follows. */
export class Feeds {
  readonly #service: RunService;
  readonly #feeds = new Map<string, RunFeed>();

  constructor(service: RunService) {
    this.#service = service;
  }

  /** Throws a ServiceError where there is no such run. */
  open(run: string): RunFeed {
    const existing = this.#feeds.get(run);
    if (existing !== undefined) return existing;
    const feed = new RunFeed(run, this.#service);
    this.#feeds.set(run, feed);
    return feed;
  }

  leave(feed: RunFeed, listener: FeedListener): void {
    if (!feed.leave(listener)) return;
    feed.close();
    this.#feeds.delete(feed.run);
  }
}
