import * as vscode from "vscode";
import { z } from "zod";
import { parseAddress, type RunnerAddress } from "../../shared/client/address.ts";
import { fingerprintOf, parsePin } from "../../shared/client/certificate-pin.ts";
import { UserError } from "../../shared/user-error.ts";
import { say } from "../language.ts";
import { shownCertificate } from "./dial.ts";
import { changeEntries, isEntryOf, unencrypted } from "./runner-settings.ts";
import { type Diagnosis, explain, testWithProgress } from "./test-connection.ts";
import { isToken, type Tokens } from "./tokens.ts";

/** What a person says of a runner. */
export interface RunnerForm {
  name: string;
  address: RunnerAddress;
  token: string;
  pin: string | null;
  insecure: boolean;
}

/** Answers given in advance, by another command or a link; the others are asked for. */
const givenSchema = z.object({
  name: z.string().max(100).optional(),
  url: z.string().max(1_000).optional(),
  token: z.string().max(512).optional(),
  pin: z.string().max(200).optional(),
});

const title = () => say({ en: "Add Runner", ko: "러너 추가" });

/**
 * Asks for a runner, tries to connect, and keeps it: name, address and pin in the settings, the token in the secret storage.
 * Resolves with its id, or undefined where the person left. Nothing is kept before the end.
 */
export async function addRunner(tokens: Tokens, argument: unknown): Promise<string | undefined> {
  const given = givenSchema.safeParse(argument).data ?? {};
  const address = given.url === undefined ? await askAddress("http://127.0.0.1:7733") : parseAddress(given.url);
  if (address === undefined) return undefined;
  const insecure = !address.secure && !address.loopback;
  if (insecure && !(await acceptsInsecure(address))) return undefined;
  const name = given.name ?? (await askName(address.loopback ? "" : address.host));
  if (name === undefined) return undefined;
  const token = given.token ?? (await askToken(address));
  if (token === undefined) return undefined;
  const pin = given.pin === undefined ? null : parsePin(given.pin);
  const form = await tried({ name, address, token, pin, insecure });
  if (form === undefined) return undefined;
  await keep(form, tokens);
  return form.address.url;
}

/** Tries to connect; what a person can put right is asked for and tried again. Undefined where they leave. */
export async function tried(form: RunnerForm): Promise<RunnerForm | undefined> {
  for (let current = form; ; ) {
    const diagnosis = await testWithProgress(current);
    if (diagnosis.ok) return current;
    const next = await putRight(current, diagnosis);
    if (next === "keep") return current;
    if (next === undefined) return undefined;
    current = next;
  }
}

async function putRight(
  form: RunnerForm,
  { error }: Extract<Diagnosis, { ok: false }>,
): Promise<RunnerForm | "keep" | undefined> {
  if (error.code === "certificate-unknown" || error.code === "certificate-host") return pinned(form, error);
  const otherToken = say({ en: "Enter Token Again", ko: "토큰 다시 입력" });
  const otherAddress = say({ en: "Change Address", ko: "주소 변경" });
  const again = say({ en: "Try Again", ko: "다시 시도" });
  const keepIt = say({ en: "Add Anyway", ko: "그래도 추가" });
  const first = error.code === "wrong-token" ? otherToken : again;
  const chosen = await vscode.window.showErrorMessage(
    explain(error),
    { modal: true },
    ...new Set([first, otherAddress, keepIt]),
  );
  if (chosen === keepIt) return "keep";
  if (chosen === again) return form;
  if (chosen === otherToken) {
    const token = await askToken(form.address);
    return token === undefined ? undefined : { ...form, token };
  }
  if (chosen !== otherAddress) return undefined;
  const address = await askAddress(form.address.url);
  if (address === undefined) return undefined;
  // Another runner: what was for the first one is not sent there.
  if (address.url === form.address.url) return form;
  const insecure = !address.secure && !address.loopback;
  if (insecure && !(await acceptsInsecure(address))) return undefined;
  const token = await askToken(address);
  return token === undefined ? undefined : { ...form, address, insecure, token, pin: null };
}

/** Shows the fingerprint of the certificate that answers; the person compares it with what the runner has printed. */
async function pinned(form: RunnerForm, error: UserError): Promise<RunnerForm | undefined> {
  const shown = await shownCertificate(form.address);
  if (shown === undefined) throw error;
  const pin = shown.fingerprint256.replaceAll(":", "").toLowerCase();
  const same = say({ en: "It Is the Same: Pin It", ko: "일치함: 고정" });
  const chosen = await vscode.window.showWarningMessage(
    say({
      en: `Nobody whom this machine knows vouches for the certificate of ${form.address.host}.`,
      ko: `${form.address.host} 의 인증서를 보증하는 기관을 이 컴퓨터가 알지 못합니다.`,
    }),
    {
      modal: true,
      detail: say({
        en: `Compare its fingerprint with the line “TLS SHA-256 …” that \`recipe-lab serve\` prints on that machine:\n\n${fingerprintOf(pin)}\n\nNothing but the handshake was sent so far. A pinned certificate is the only one that is accepted from then on.`,
        ko: `그 컴퓨터에서 \`recipe-lab serve\` 가 출력한 “TLS SHA-256 …” 줄과 지문을 비교하세요.\n\n${fingerprintOf(pin)}\n\n지금까지 핸드셰이크 말고는 아무것도 전송하지 않았습니다. 고정한 뒤에는 이 인증서만 받아들입니다.`,
      }),
    },
    same,
  );
  return chosen === same ? { ...form, pin } : undefined;
}

async function keep({ name, address, token, pin, insecure }: RunnerForm, tokens: Tokens): Promise<void> {
  await tokens.set(address.url, token);
  const entry = {
    name,
    url: address.url,
    ...(pin === null ? {} : { pin: fingerprintOf(pin) }),
    ...(insecure ? { insecure } : {}),
  };
  await changeEntries((entries) => [...entries.filter((one) => !isEntryOf(address.url, one)), entry]);
}

export async function askAddress(value: string): Promise<RunnerAddress | undefined> {
  const text = await vscode.window.showInputBox({
    title: title(),
    prompt: say({
      en: "Address that `recipe-lab serve` prints, or of a tunnel to it: https://HOST:PORT or http://127.0.0.1:PORT",
      ko: "`recipe-lab serve` 가 출력한 주소 또는 터널의 주소: https://호스트:포트 또는 http://127.0.0.1:포트",
    }),
    value,
    ignoreFocusOut: true,
    validateInput: (input) => problemOf(() => parseAddress(input.trim())),
  });
  return text === undefined ? undefined : parseAddress(text.trim());
}

export function askName(value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: title(),
    prompt: say({ en: "What you call this runner", ko: "이 러너를 부를 이름" }),
    placeHolder: "gpu-box",
    value,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === "" || text.length > 100
        ? say({ en: "Expected 1 to 100 characters.", ko: "1자에서 100자까지 입력하세요." })
        : null,
  });
}

/** Never shown, and never kept anywhere but in the secret storage. */
export async function askToken({ url }: RunnerAddress): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: title(),
    prompt: say({
      en: `Token of ${url}: the content of the file that \`recipe-lab serve\` names`,
      ko: `${url} 의 토큰: \`recipe-lab serve\` 가 알려 준 파일의 내용`,
    }),
    password: true,
    ignoreFocusOut: true,
    validateInput: (input) =>
      isToken(input.trim())
        ? null
        : say({
            en: "Expected one line of 32 to 512 characters without a blank.",
            ko: "공백 없는 32자에서 512자까지의 한 줄을 입력하세요.",
          }),
  });
  return text?.trim();
}

async function acceptsInsecure(address: RunnerAddress): Promise<boolean> {
  const goOn = say({ en: "I Trust This Network", ko: "이 네트워크를 신뢰함" });
  const detail = say(unencrypted(address).text);
  const message = say({ en: "This connection is not encrypted.", ko: "이 연결은 암호화되지 않습니다." });
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, goOn)) === goOn;
}

/** What is wrong with an input, or null. */
export function problemOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof UserError) return say(error.text);
    throw error;
  }
}
