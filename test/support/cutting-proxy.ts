import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * A TCP proxy on loopback that breaks things: it cuts a connection after so many bytes from the server, or stops passing
 * anything on without a word, as a pulled cable does.
 */
export class CuttingProxy {
  readonly #server: Server;
  readonly #pairs = new Set<{ client: Socket; upstream: Socket }>();
  #target: number;
  #frozen = false;
  /** How many connections came. */
  connections = 0;
  /** How many were cut. */
  cuts = 0;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
  }

  /** @param cutAfter bytes from the server until the n-th connection (1-based) is cut; null leaves it alone */
  static async start(target: number, cutAfter: (connection: number) => number | null): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, target);
    server.on("connection", (client) => {
      proxy.connections += 1;
      proxy.#join(client, cutAfter(proxy.connections));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Later connections go to another port: the runner was started again. */
  redirect(target: number): void {
    this.#target = target;
  }

  /** From now on nothing passes, and no end of a connection either. */
  freeze(): void {
    this.#frozen = true;
    for (const { client, upstream } of this.#pairs) {
      client.pause();
      upstream.pause();
    }
  }

  /** Connections that come from now on are served; the frozen ones stay as they are. */
  thaw(): void {
    this.#frozen = false;
  }

  cutAll(): void {
    for (const pair of this.#pairs) this.#cut(pair);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const { client, upstream } of this.#pairs) {
      client.destroy();
      upstream.destroy();
    }
    await closed;
  }

  #join(client: Socket, cutAfter: number | null): void {
    const upstream = connect(this.#target, "127.0.0.1");
    const pair = { client, upstream };
    this.#pairs.add(pair);
    let left = cutAfter ?? Number.POSITIVE_INFINITY;
    for (const socket of [client, upstream]) socket.on("error", () => {});
    client.on("data", (bytes) => void upstream.write(bytes));
    upstream.on("data", (bytes) => {
      const passed = bytes.subarray(0, Math.min(bytes.length, left));
      left -= passed.length;
      const goesOn = client.write(passed, () => {
        if (left === 0) this.#cut(pair);
      });
      if (left === 0) upstream.pause();
      else if (!goesOn) {
        upstream.pause();
        client.once("drain", () => this.#frozen || upstream.resume());
      }
    });
    const end = () => {
      if (this.#frozen) return;
      this.#pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    client.once("close", end);
    upstream.once("close", end);
  }

  #cut(pair: { client: Socket; upstream: Socket }): void {
    if (!this.#pairs.delete(pair)) return;
    this.cuts += 1;
    pair.client.resetAndDestroy();
    pair.upstream.resetAndDestroy();
  }
}
