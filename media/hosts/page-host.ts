import type { z } from "zod";

/** What the editor gives to a webview. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare const acquireVsCodeApi: () => WebviewApi;

/** The editor behind a page that belongs to one recipe. Messages are checked in both directions. */
export class PageHost<ToPage, ToHost> {
  readonly #api: WebviewApi = acquireVsCodeApi();
  readonly #toHost: z.ZodType<ToHost>;

  constructor(schemas: { toPage: z.ZodType<ToPage>; toHost: z.ZodType<ToHost> }, listener: (message: ToPage) => void) {
    this.#toHost = schemas.toHost;
    addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const message = schemas.toPage.safeParse(data);
      if (message.success) listener(message.data);
      else console.error("Recipe Lab: a message of unknown form.", message.error.message);
    });
  }

  post(message: ToHost): void {
    this.#api.postMessage(this.#toHost.parse(message));
  }

  /** What `writeState` was last given, also after the page was hidden or loaded again. */
  readState<State>(schema: z.ZodType<State>): State | null {
    const kept = schema.safeParse(this.#api.getState());
    return kept.success ? kept.data : null;
  }

  writeState(state: unknown): void {
    this.#api.setState(state);
  }
}
