import type { Text } from "../language.ts";
import { printable } from "../printable.ts";
import type { RunnerAddress } from "./address.ts";
import { ConnectError } from "./connect-error.ts";

/**
 * Errors of the network and of TLS in words: what was tried, what happened, what to look at. The command line and the
 * editor are told apart where their users do different things about it.
 */

/** An error as Node's sockets have it; `code` is stable there. */
export interface SocketError {
  code?: string | undefined;
  message: string;
}

export function networkProblem({ url, host, port, loopback, secure }: RunnerAddress, error: SocketError): ConnectError {
  const fail = (code: string, text: Text, { commandLine = text.en, retry = true } = {}) =>
    new ConnectError(code, `${url}: ${commandLine}`, { retry, cause: error, text: at(url, text) });
  switch (error.code) {
    case "ECONNREFUSED":
      return loopback
        ? fail(
            "refused",
            {
              en: `nothing listens on port ${port} of this machine. Start the runner, or the tunnel to one (ssh -L ${port}:127.0.0.1:PORT HOST), and check the port.`,
              ko: `이 컴퓨터의 포트 ${port} 에서 응답하는 프로그램이 없습니다. 러너나 러너로 가는 터널(ssh -L ${port}:127.0.0.1:포트 호스트)을 시작하고 포트를 확인하세요.`,
            },
            {
              commandLine: `nothing listens on port ${port}. Start a runner (recipe-lab serve), or the tunnel to one (ssh -L ${port}:127.0.0.1:PORT HOST), and check the port.`,
            },
          )
        : fail("refused", {
            en: `nothing listens on port ${port} there. Is \`recipe-lab serve\` running on it, with --host set so that others reach it, and is the port right?`,
            ko: `그 컴퓨터의 포트 ${port} 에서 응답하는 프로그램이 없습니다. \`recipe-lab serve\` 가 다른 컴퓨터에서 접근할 수 있게 --host 와 함께 실행 중인지, 포트가 맞는지 확인하세요.`,
          });
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return fail(
        "unknown-host",
        {
          en: `the name ${host} is not known. Check its spelling, and the network.`,
          ko: `${host} (이)라는 이름을 찾을 수 없습니다. 철자와 네트워크를 확인하세요.`,
        },
        { retry: error.code === "EAI_AGAIN" },
      );
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return fail("unreachable", {
        en: "no answer. Is the machine on, and does a firewall let the port through?",
        ko: "응답이 없습니다. 컴퓨터가 켜져 있는지, 방화벽이 포트를 허용하는지 확인하세요.",
      });
    case "ECONNRESET":
    case "EPIPE":
      return fail(
        "closed",
        secure
          ? {
              en: "the connection was closed during the handshake.",
              ko: "핸드셰이크 도중에 연결이 끊겼습니다.",
            }
          : {
              en: "the connection was closed during the handshake. If the runner uses TLS, write https:// in its address.",
              ko: "핸드셰이크 도중에 연결이 끊겼습니다. 러너가 TLS를 사용한다면 주소를 https:// 로 쓰세요.",
            },
      );
    default: {
      const message = printable(error.message);
      return fail("no-connection", { en: `${message}.`, ko: `연결하지 못했습니다 (${message}).` });
    }
  }
}

const unknownIssuer = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_UNTRUSTED",
]);

/** An error of TLS in words, or null where it is one of the network. None of them is retried: nothing was sent. */
export function certificateProblem(address: RunnerAddress, error: SocketError): ConnectError | null {
  const { host } = address;
  const { code = "" } = error;
  const fail = (name: string, text: Text, commandLine?: string) => nothingSent(address, name, text, error, commandLine);
  if (unknownIssuer.has(code)) {
    return fail(
      "certificate-unknown",
      {
        en: "the certificate was issued by nobody whom this machine knows. Pin it: compare its fingerprint with the one that `recipe-lab serve` prints.",
        ko: "이 컴퓨터가 모르는 발급자의 인증서입니다. `recipe-lab serve` 가 출력한 지문과 비교한 뒤 인증서를 고정하세요.",
      },
      "the certificate was issued by nobody whom this machine knows. Name the runner's certificate, or its authority's, with --ca FILE, or its fingerprint with --pin (`recipe-lab serve` prints it).",
    );
  }
  if (code === "CERT_HAS_EXPIRED") {
    return fail("certificate-expired", {
      en: "the certificate has expired. Renew it on the runner.",
      ko: "인증서가 만료되었습니다. 러너에서 갱신하세요.",
    });
  }
  if (code === "CERT_NOT_YET_VALID") {
    return fail("certificate-expired", {
      en: "the certificate is not valid yet. Check the clocks of both machines.",
      ko: "인증서의 유효 기간이 아직 시작되지 않았습니다. 두 컴퓨터의 시계를 확인하세요.",
    });
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return fail("certificate-host", {
      en: `the certificate is for other names than ${host}. Use one of its names, or make one that has this name.`,
      ko: `인증서에 ${host} (이)라는 이름이 없습니다. 인증서에 있는 이름을 쓰거나 이 이름이 들어간 인증서를 만드세요.`,
    });
  }
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    return fail("not-tls", {
      en: "what answers does not speak TLS. If the runner has no certificate, write http:// in its address.",
      ko: "응답한 프로그램이 TLS를 사용하지 않습니다. 러너에 인증서가 없다면 주소를 http:// 로 쓰세요.",
    });
  }
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code === "EPROTO") {
    const message = printable(error.message);
    return fail("tls-failed", {
      en: `the TLS handshake failed (${message}).`,
      ko: `TLS 핸드셰이크에 실패했습니다 (${message}).`,
    });
  }
  return null;
}

/** An error before anything was sent, which it says. */
export function nothingSent(
  { url }: RunnerAddress,
  code: string,
  { en, ko }: Text,
  cause?: unknown,
  commandLine = en,
): ConnectError {
  return new ConnectError(code, `${url}: ${commandLine} Nothing was sent.`, {
    retry: false,
    cause,
    text: at(url, { en: `${en} Nothing was sent.`, ko: `${ko} 아무것도 전송하지 않았습니다.` }),
  });
}

/** A text with the runner's address before it. */
export function at(url: string, { en, ko }: Text): Text {
  return { en: `${url}: ${en}`, ko: `${url}: ${ko}` };
}
