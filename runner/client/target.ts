import { existsSync, readFileSync } from "node:fs";
import { defaultPort, parseAddress, type RunnerAddress } from "../../shared/client/address.ts";
import { parsePin } from "../../shared/client/certificate-pin.ts";
import { UserError } from "../errors.ts";
import { checkedToken, defaultTokenFile, readToken } from "../server/access/token.ts";
import { printable } from "../terminal/style.ts";
import { profile } from "./profiles.ts";

/** A runner, and what is needed to talk to it. */
export interface RunnerTarget {
  address: RunnerAddress;
  token: string;
  /** Where the token came from, for messages. */
  tokenFrom: string;
  /** Certificates that are trusted beside the system's, PEM. */
  ca: string | null;
  /** SHA-256 of the certificate that the runner must show: 64 hexadecimal digits in lower case. */
  pin: string | null;
}

/** What the command line says about the runner. */
export interface RunnerOptions {
  runner?: string;
  tokenFile?: string;
  ca?: string;
  pin?: string;
  insecure?: true;
}

/**
 * Resolves `--runner URL|NAME`, or the runner of this machine where none is named. The token comes from a file or from the
 * environment variable RECIPE_LAB_TOKEN; never from an argument, which every user of the machine could read.
 */
export function runnerTarget(options: RunnerOptions, environment: NodeJS.ProcessEnv = process.env): RunnerTarget {
  const named = options.runner ?? environment.RECIPE_LAB_RUNNER ?? `http://127.0.0.1:${defaultPort}`;
  const settings = /^[a-z]+:\/\//i.test(named) ? { url: named } : profile(named);
  const { url, tokenFile, ca, pin, insecure } = { ...settings, ...given(options) };
  const address = parseAddress(url);
  if (!address.secure && !address.loopback && insecure !== true) {
    throw new UserError(
      "unencrypted",
      `${address.url} is beyond this machine and not encrypted: everyone on the way could read the token. Use https:// with the runner's certificate, or a tunnel (ssh -L ${defaultPort}:127.0.0.1:${address.port} ${address.host}) and http://127.0.0.1:${defaultPort}. On a network that you trust, --insecure goes on.`,
    );
  }
  return {
    address,
    ...tokenFor(address, tokenFile, environment),
    ca: ca === undefined ? null : readCertificates(ca),
    pin: pin === undefined ? null : parsePin(pin),
  };
}

/** The options as they override a profile; commands hand over theirs with others among them. */
function given({ tokenFile, ca, pin, insecure }: RunnerOptions): Omit<RunnerOptions, "runner"> {
  return Object.fromEntries(
    Object.entries({ tokenFile, ca, pin, insecure }).filter(([, value]) => value !== undefined),
  );
}

function tokenFor(address: RunnerAddress, tokenFile: string | undefined, environment: NodeJS.ProcessEnv) {
  if (tokenFile !== undefined) return { token: readToken(tokenFile), tokenFrom: tokenFile };
  const token = environment.RECIPE_LAB_TOKEN?.trim();
  if (token) return { token: checkedToken(token, "RECIPE_LAB_TOKEN"), tokenFrom: "RECIPE_LAB_TOKEN" };
  // This machine's own token is nobody else's business.
  if (address.loopback && existsSync(defaultTokenFile())) {
    return { token: readToken(defaultTokenFile()), tokenFrom: defaultTokenFile() };
  }
  throw new UserError(
    "no-token",
    `No token for ${address.url}. \`recipe-lab serve\` prints which file on the runner's machine holds it; copy that file here (mode 600) and name it with --token-file FILE, as tokenFile of a profile, or put the token into RECIPE_LAB_TOKEN.`,
  );
}

function readCertificates(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(
      "ca-unusable",
      `The certificate file ${printable(file)} cannot be read (${(error as Error).message}).`,
      { cause: error },
    );
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new UserError(
    "ca-unusable",
    `${printable(file)} holds no certificate: expected PEM, -----BEGIN CERTIFICATE-----.`,
  );
}
