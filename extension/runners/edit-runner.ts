import * as vscode from "vscode";
import { parseAddress } from "../../shared/client/address.ts";
import { fingerprintOf, parsePin } from "../../shared/client/certificate-pin.ts";
import { say } from "../language.ts";
import { askAddress, askName, askToken, problemOf } from "./add-runner.ts";
import type { KnownRunner } from "./known-runner.ts";
import { changeEntries, isEntryOf } from "./runner-settings.ts";
import type { Tokens } from "./tokens.ts";

/** Changes one thing about a remote runner. A new address begins without a token and a pin: they were for the old one. */
export async function editRunner({ id, name }: KnownRunner, tokens: Tokens): Promise<void> {
  const what = (text: { en: string; ko: string }, change: () => Promise<void>) => ({ label: say(text), change });
  const chosen = await vscode.window.showQuickPick(
    [
      what({ en: "Token", ko: "토큰" }, async () => {
        const token = await askToken(parseAddress(id));
        if (token !== undefined) await tokens.set(id, token);
      }),
      what({ en: "Name", ko: "이름" }, async () => {
        const next = await askName(name);
        if (next !== undefined) await change(id, (entry) => ({ ...entry, name: next }));
      }),
      what({ en: "Address", ko: "주소" }, async () => {
        const address = await askAddress(id);
        if (address === undefined || address.url === id) return;
        const token = await askToken(address);
        if (token === undefined) return;
        await tokens.set(address.url, token);
        await change(id, ({ pin: _, insecure: __, ...entry }) => ({ ...entry, url: address.url }));
        await tokens.delete(id);
      }),
      what({ en: "Pinned Certificate", ko: "고정한 인증서" }, async () => {
        const pin = await askPin();
        if (pin === undefined) return;
        await change(id, ({ pin: _, ...entry }) => (pin === null ? entry : { ...entry, pin: fingerprintOf(pin) }));
      }),
    ],
    { title: say({ en: `Edit ${name}`, ko: `${name} 편집` }) },
  );
  await chosen?.change();
}

/** Forgets a remote runner and its token. The runner and its runs know nothing of it. */
export async function removeRunner({ id, name }: KnownRunner, tokens: Tokens): Promise<void> {
  const remove = say({ en: "Remove", ko: "제거" });
  const chosen = await vscode.window.showWarningMessage(
    say({ en: `Remove ${name} from this editor?`, ko: `이 편집기에서 ${name} 을(를) 제거할까요?` }),
    {
      modal: true,
      detail: say({
        en: "Its token is forgotten. Its runs stay on it and go on.",
        ko: "토큰을 지웁니다. 실행은 러너에 남아 계속됩니다.",
      }),
    },
    remove,
  );
  if (chosen !== remove) return;
  await changeEntries((entries) => entries.filter((one) => !isEntryOf(id, one)));
  await tokens.delete(id);
}

type Entry = Record<string, unknown>;

function change(id: string, how: (entry: Entry) => Entry): Promise<void> {
  return changeEntries((entries) => entries.map((one) => (isEntryOf(id, one) ? how(one as Entry) : one)));
}

/** Null for none, undefined where the person left. */
async function askPin(): Promise<string | null | undefined> {
  const text = await vscode.window.showInputBox({
    prompt: say({
      en: "SHA-256 fingerprint that `recipe-lab serve` prints; empty: the certificate must be publicly trusted",
      ko: "`recipe-lab serve` 가 출력한 SHA-256 지문. 비워 두면 공인 인증서여야 합니다",
    }),
    ignoreFocusOut: true,
    validateInput: (input) => (input.trim() === "" ? null : problemOf(() => parsePin(input))),
  });
  if (text === undefined) return undefined;
  return text.trim() === "" ? null : parsePin(text);
}
