import { generateKeyPairSync, sign } from "node:crypto";
import { isIP } from "node:net";

/** A self-signed certificate (P-256, X.509 v3) as RFC 5280 lays it out, so that tests need no openssl. */
export interface TestCertificate {
  /** PEM. */
  cert: string;
  key: string;
}

export interface CertificateOptions {
  /** Names and IPv4 addresses that it is for. */
  names: readonly string[];
  validFrom?: Date;
  validTo?: Date;
}

const day = 86_400_000;

export function selfSigned({
  names,
  validFrom = new Date(Date.now() - day),
  validTo = new Date(Date.now() + day),
}: CertificateOptions): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2)); // ecdsa-with-SHA256
  const name = sequence(tlv(0x31, sequence(oid(2, 5, 4, 3), tlv(0x0c, Buffer.from(names[0] ?? "test")))));
  const body = sequence(
    tlv(0xa0, integer(2)), // version 3
    integer(Date.now()), // serial number
    algorithm,
    name,
    sequence(time(validFrom), time(validTo)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tlv(
      0xa3,
      sequence(
        sequence(oid(2, 5, 29, 19), boolean(true), octets(sequence(boolean(true)))), // a certificate authority: its own
        sequence(oid(2, 5, 29, 17), octets(sequence(...names.map(alternativeName)))),
      ),
    ),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = certificate.toString("base64").match(/.{1,64}/g)!;
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const header = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...header), content]);
}
const sequence = (...parts: Buffer[]) => tlv(0x30, Buffer.concat(parts));
const octets = (content: Buffer) => tlv(0x04, content);
const boolean = (value: boolean) => tlv(0x01, Buffer.of(value ? 255 : 0));

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  let start = 0;
  while (start < 7 && bytes[start] === 0 && bytes[start + 1]! < 128) start += 1;
  return tlv(0x02, bytes.subarray(start));
}

function oid(first: number, second: number, ...rest: number[]): Buffer {
  const bytes = rest.flatMap((part) => {
    const digits = [part & 127];
    for (let left = part >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128);
    return digits;
  });
  return tlv(0x06, Buffer.of(first * 40 + second, ...bytes));
}

/** UTCTime, "YYMMDDHHMMSSZ". */
function time(date: Date): Buffer {
  return tlv(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
}

function alternativeName(name: string): Buffer {
  return isIP(name) === 4 ? tlv(0x87, Buffer.from(name.split(".").map(Number))) : tlv(0x82, Buffer.from(name));
}
