import { verbatim } from "../language.ts";
import { UserError } from "../user-error.ts";

const otherVersion = "러너와 이 프로그램의 프로토콜 버전이 다릅니다. 양쪽에 같은 버전의 Recipe Lab을 설치하세요.";

/** What the runner refused, with its code and its words. */
export class RefusedError extends UserError {
  readonly details: unknown;

  constructor(code: string, message: string, details: unknown) {
    const text = code === "unsupported-version" ? { en: message, ko: otherVersion } : verbatim(message);
    super(code, message, { exitCode: code === "recipe-problems" || code === "internal" ? 1 : 2, text });
    this.name = "RefusedError";
    this.details = details;
  }
}
