import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { answer, pick, webview } from "./gestures.ts";

/**
 * What a suite inside of the extension host cannot do by itself: press keys and buttons of the window, and read what a
 * person would. The launcher has the window and lends its hands by an address of this machine, named in `variables.hands`.
 */
const gestures = {
  press: (page: Page, key: string) => page.keyboard.press(key),
  /** Chooses an entry of the quick pick that is open. */
  pick,
  /** Types into the input box that is open, and confirms. */
  answer,
  /** Waits until no quick pick and no input box is open: the next one is another then. */
  closed: (page: Page) => page.locator(".quick-input-widget").waitFor({ state: "hidden" }),
  /** Clicks the first element of `selector` that has this text, as soon as it is there. */
  click: (page: Page, selector: string, text: string) => page.locator(selector, { hasText: text }).first().click(),
  /** The texts of all elements of `selector` that are there now. */
  texts: (page: Page, selector: string) => page.locator(selector).allTextContents(),
  /** The same in the page of the webview that is shown. */
  webviewTexts: (page: Page, selector: string) => webview(page).locator(selector).allTextContents(),
  /** The addresses of windows that have opened since the last call; they are closed. */
  windows: async (page: Page) => {
    const others = page
      .context()
      .pages()
      .filter((each) => each !== page);
    const addresses = others.map((each) => each.url());
    await Promise.all(others.map((each) => each.close()));
    return addresses;
  },
};
export type Gestures = typeof gestures;

/** Starts to lend them; `page` is the window at the time of each gesture. It ends with this process. */
export async function lendHands(page: () => Page | undefined): Promise<string> {
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { gesture, args } = JSON.parse(Buffer.concat(chunks).toString()) as {
        gesture: keyof Gestures;
        args: string[];
      };
      const window = page();
      if (window === undefined) throw new Error("there is no window yet");
      const act = gestures[gesture] as (page: Page, ...args: string[]) => Promise<unknown>;
      response.end(JSON.stringify((await act(window, ...args)) ?? null));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
