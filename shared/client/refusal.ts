import { printable } from "../printable.ts";
import type { RunnerAddress } from "./address.ts";
import { ConnectError } from "./connect-error.ts";
import { at } from "./network-problem.ts";

/** An answer to the handshake that is no upgrade. */
export interface Refusal {
  status: number;
  /** The header of that name: what a runner says of itself. */
  server: string | string[] | undefined;
  body: string;
}

/** Such an answer in words. @param tokenFrom where the token came from, for the command line */
export function refusalProblem(
  { url }: RunnerAddress,
  tokenFrom: string,
  { status, server, body }: Refusal,
): ConnectError {
  if (server !== "recipe-lab") {
    const gateway = status === 502 || status === 503 || status === 504;
    return gateway ? behindProxy(url, status) : noRunner(url, status);
  }
  const { code, message } = errorIn(body);
  if (status === 401) {
    return new ConnectError(
      "wrong-token",
      `${url}: the token from ${tokenFrom} is not this runner's. \`recipe-lab serve\` prints which file on its machine holds the token; copy it again.`,
      {
        retry: false,
        text: at(url, {
          en: "the token is not this runner's. `recipe-lab serve` prints which file on its machine holds the token; enter it again.",
          ko: "이 러너의 토큰이 아닙니다. `recipe-lab serve` 가 그 컴퓨터의 어느 파일에 토큰이 있는지 출력합니다. 다시 입력하세요.",
        }),
      },
    );
  }
  return new ConnectError(code, `${url}: ${printable(message, 1_000)}`, { retry: status === 429 || status >= 500 });
}

/** What answers does not speak HTTP. */
export function notHttp({ url }: RunnerAddress, cause: unknown): ConnectError {
  return new ConnectError(
    "not-a-runner",
    `${url}: what answers there is not a runner of Recipe Lab. Check host and port.`,
    {
      retry: false,
      cause,
      text: at(url, {
        en: "what answers there is not a runner of Recipe Lab. Check host and port.",
        ko: "응답한 프로그램이 Recipe Lab 러너가 아닙니다. 호스트와 포트를 확인하세요.",
      }),
    },
  );
}

function behindProxy(url: string, status: number): ConnectError {
  const en = `a proxy answers there, and cannot reach the runner behind it (HTTP ${status}).`;
  return new ConnectError("not-a-runner", `${url}: ${en}`, {
    retry: true,
    text: at(url, { en, ko: `프록시가 응답했지만 그 뒤의 러너에 연결하지 못합니다 (HTTP ${status}).` }),
  });
}

function noRunner(url: string, status: number): ConnectError {
  const en = `what answers there is not a runner of Recipe Lab (HTTP ${status}). Check host and port; a proxy on the way must pass WebSocket upgrades and the Authorization header on.`;
  return new ConnectError("not-a-runner", `${url}: ${en}`, {
    retry: false,
    text: at(url, {
      en,
      ko: `응답한 프로그램이 Recipe Lab 러너가 아닙니다 (HTTP ${status}). 호스트와 포트를 확인하세요. 중간에 프록시가 있다면 WebSocket 업그레이드와 Authorization 헤더를 전달해야 합니다.`,
    }),
  });
}

function errorIn(body: string): { code: string; message: string } {
  try {
    const { error } = JSON.parse(body) as { error: { code: unknown; message: unknown } };
    return { code: String(error.code), message: String(error.message) };
  } catch {
    return { code: "refused-by-runner", message: "the runner turned the connection away." };
  }
}
