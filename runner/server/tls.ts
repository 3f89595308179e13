import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";

export interface ServerCertificate {
  cert: Buffer;
  key: Buffer;
  /** Names and addresses that it is for. */
  names: string[];
  /** SHA-256, as clients pin it: "AB:CD:…". */
  fingerprint: string;
  validTo: Date;
}

/** Reads a certificate and its key, both PEM. Throws a UserError where they cannot be used together, now. */
export function readServerCertificate(certFile: string, keyFile: string): ServerCertificate {
  const cert = read(certFile, "certificate");
  const key = read(keyFile, "key");
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
    createSecureContext({ cert, key });
  } catch (error) {
    throw new UserError(
      "certificate-unusable",
      `${printable(certFile)} and ${printable(keyFile)} do not make a TLS certificate and its key (${(error as Error).message}). Expected PEM files that belong together, the key without a passphrase.`,
      { cause: error },
    );
  }
  const validTo = new Date(certificate.validTo);
  if (validTo.getTime() < Date.now()) {
    throw new UserError(
      "certificate-expired",
      `The certificate ${printable(certFile)} expired on ${validTo.toISOString().slice(0, 10)}; clients would refuse it. Renew it.`,
    );
  }
  const names = (certificate.subjectAltName ?? "")
    .split(", ")
    .flatMap((entry) => /^(?:DNS|IP Address):([^*"]+)$/.exec(entry)?.[1] ?? []);
  return { cert, key, names, fingerprint: certificate.fingerprint256, validTo };
}

function read(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(
      "certificate-unusable",
      `The TLS ${what} ${printable(file)} cannot be read (${(error as Error).message}).`,
      {
        cause: error,
      },
    );
  }
}
