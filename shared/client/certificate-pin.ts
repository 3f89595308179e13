import { UserError } from "../user-error.ts";
import type { RunnerAddress } from "./address.ts";
import type { ConnectError } from "./connect-error.ts";
import { nothingSent } from "./network-problem.ts";

/** The certificate that a runner showed. */
export interface ShownCertificate {
  /** SHA-256, as Node writes it: "AB:CD:…". */
  fingerprint256: string;
  validFrom: string;
  validTo: string;
}

/** A fingerprint as people paste it, as 64 hexadecimal digits in lower case. Throws a UserError. */
export function parsePin(text: string): string {
  const digits = text
    .trim()
    .replace(/^sha256[:/]/i, "")
    .replaceAll(":", "")
    .toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw new UserError(
    "bad-pin",
    "A pin is the SHA-256 fingerprint of the runner's certificate: 64 hexadecimal digits, with or without colons, as `recipe-lab serve` prints them.",
    {
      text: {
        en: "A pin is the SHA-256 fingerprint of the runner's certificate: 64 hexadecimal digits, with or without colons, as `recipe-lab serve` prints them.",
        ko: "러너 인증서의 SHA-256 지문을 입력하세요. `recipe-lab serve` 가 출력하는 64자리 16진수이며 콜론은 있어도 없어도 됩니다.",
      },
    },
  );
}

/** A fingerprint as `serve` prints it: "AB:CD:…". */
export const fingerprintOf = (pin: string): string => pin.toUpperCase().match(/../g)?.join(":") ?? "";

/**
 * What is wrong with the certificate that a pinned runner showed, or null. A pin stands in for the chain and the names; the
 * dates count all the same.
 *
 * @param now milliseconds since 1970
 */
export function pinProblem(
  address: RunnerAddress,
  certificate: ShownCertificate | undefined,
  pin: string,
  now: number,
): ConnectError | null {
  const shown = certificate?.fingerprint256.replaceAll(":", "").toLowerCase();
  if (certificate === undefined || shown !== pin) {
    return nothingSent(address, "certificate-pin", {
      en: "the certificate is not the one that is pinned. If it was replaced on purpose, compare the fingerprint that `recipe-lab serve` prints on that machine and update the pin.",
      ko: "고정한 인증서가 아닙니다. 인증서를 의도적으로 바꾸었다면 그 컴퓨터에서 `recipe-lab serve` 가 출력하는 지문과 비교한 뒤 고정한 지문을 바꾸세요.",
    });
  }
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) {
    return nothingSent(address, "certificate-expired", {
      en: "the pinned certificate is not valid at this time. Renew it on the runner, or check the clocks.",
      ko: "고정한 인증서가 지금은 유효하지 않습니다. 러너에서 갱신하거나 두 컴퓨터의 시계를 확인하세요.",
    });
  }
  return null;
}
