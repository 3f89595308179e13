import { printable } from "../printable.ts";
import { UserError } from "../user-error.ts";

/** The port of `serve` where none is named. */
export const defaultPort = 7733;

/** Where a runner is. */
export interface RunnerAddress {
  secure: boolean;
  /** As in a URL: lower case, IPv6 in brackets. */
  host: string;
  port: number;
  loopback: boolean;
  /** "https://gpu-box:7733"; two addresses are the same runner's where this is the same. */
  url: string;
}

/** What Node and browsers both have of URL. */
declare const URL: new (
  text: string,
) => Readonly<
  Record<"protocol" | "username" | "password" | "hostname" | "port" | "pathname" | "search" | "hash", string>
>;

/** Reads "http://127.0.0.1:7733" or "https://gpu-box". A path, a query or credentials in it are refused. */
export function parseAddress(text: string): RunnerAddress {
  const url = parsed(text);
  const secure = url.protocol === "https:" || url.protocol === "wss:";
  if (!secure && url.protocol !== "http:" && url.protocol !== "ws:") {
    throw noAddress(text, `it begins with ${url.protocol}`, `${url.protocol} 로 시작합니다`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UserError(
      "bad-address",
      "A runner's address holds no name or password; the token comes from a file or RECIPE_LAB_TOKEN.",
      {
        text: {
          en: "A runner's address holds no name or password; its token is asked for by itself.",
          ko: "러너 주소에는 이름이나 비밀번호를 넣지 않습니다. 토큰은 따로 묻습니다.",
        },
      },
    );
  }
  if (url.search !== "" || url.hash !== "" || url.pathname !== "/") {
    throw noAddress(text, "it has more than a host and a port", "호스트와 포트 말고 다른 것이 들어 있습니다");
  }
  const host = url.hostname;
  // A URL drops its scheme's own port, so that one has to be looked for in the text.
  const named = url.port !== "" ? Number(url.port) : /:(80|443)\/?$/.exec(text)?.[1];
  const port = named === undefined ? defaultPort : Number(named);
  // A URL has its IPv4 addresses in four decimal parts, whatever was written.
  const loopback = host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
  return { secure, host, port, loopback, url: `${secure ? "https" : "http"}://${host}:${port}` };
}

function parsed(text: string): InstanceType<typeof URL> {
  try {
    return new URL(text);
  } catch {
    throw noAddress(text, "it is not a URL", "URL이 아닙니다");
  }
}

function noAddress(text: string, en: string, ko: string): UserError {
  const shown = printable(text);
  const message = `${shown} is no runner's address: ${en}. Expected http://HOST:PORT or https://HOST:PORT.`;
  return new UserError("bad-address", message, {
    text: {
      en: message,
      ko: `${shown} 은(는) 러너 주소가 아닙니다: ${ko}. http://호스트:포트 또는 https://호스트:포트 형식이어야 합니다.`,
    },
  });
}
