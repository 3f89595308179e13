import { it } from "mocha";
import type { Gestures } from "../host/hands.ts";
import { variables } from "../host/results.ts";
import { eventually } from "./recipes.ts";

/** The window's keys and buttons, for suites: see host/hands.ts. */

const address = process.env[variables.hands];

type Rest<F> = F extends (page: never, ...args: infer Args) => Promise<infer Result> ? [Args, Result] : never;

async function hand<Name extends keyof Gestures>(
  gesture: Name,
  ...args: Rest<Gestures[Name]>[0]
): Promise<Rest<Gestures[Name]>[1]> {
  const answer = await fetch(address!, { method: "POST", body: JSON.stringify({ gesture, args }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${gesture}(${args.join(", ")}): ${text}`);
  return JSON.parse(text) as Rest<Gestures[Name]>[1];
}

export const press = (key: string) => hand("press", key);
export const pick = (entry: string) => hand("pick", entry);
export const answer = (text: string) => hand("answer", text);
/** Answers the input box that asks this, as soon as it does: one question may follow another. */
export async function answerTo(prompt: string, text: string): Promise<void> {
  await asked(prompt);
  await answer(text);
}
/** What the input box says, as soon as it says this. */
export const asked = (text: string) => shown(`the question “${text}”`, ".quick-input-widget", text);
export const closed = () => hand("closed");
export const texts = (selector: string) => hand("texts", selector);
export const webviewTexts = (selector: string) => hand("webviewTexts", selector);
export const openedWindows = () => hand("windows");

export const chooseInNotification = (button: string) => hand("click", ".notifications-toasts .monaco-button", button);

export const clickTreeRow = (text: string) => hand("click", ".sidebar .monaco-list-row", text);

export const notificationText = (text: string, withinMs?: number) =>
  shown(`a notification “${text}”`, ".notifications-toasts .notification-list-item", text, withinMs);
export const statusBarText = (text: string, withinMs?: number) =>
  shown(`“${text}” in the status bar`, ".statusbar-item", text, withinMs);

/** The text of the first of these elements that contains `text`. */
function shown(what: string, selector: string, text: string, withinMs?: number): Promise<string> {
  return eventually(
    what,
    async () =>
      (await texts(selector)).map((each) => each.replaceAll("\u00a0", " ")).find((each) => each.includes(text)),
    withinMs,
  );
}

/** Trusts the folder, on the page that *Manage Workspace Trust* opens. */
export const clickTrust = () => hand("click", ".workspace-trust-editor .monaco-button", "Trust");

/** A test that needs them. VS Code desktop runs without our launcher, so that there it is skipped. */
export const itByHand = (title: string, test: () => Promise<void>): void => {
  if (address === undefined) it.skip(`${title} (needs a window that the launcher drives)`, test);
  else it(title, test);
};
