import { isIPv6 } from "node:net";

const burst = 10;
const perSecond = 1;
const maximumAddresses = 10_000;

/**
 * Limits how fast an address may try wrong tokens: ten at once, then one a second. Whoever is over the limit is turned
 * away without a look at the token. Right tokens cost nothing, and neither does a request without one.
 */
export class FailureLimit {
  readonly #addresses = new Map<string, { credit: number; at: number }>();
  readonly #now: () => number;

  /** @param now milliseconds, monotonic */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  allows(address: string): boolean {
    return this.#credit(keyOf(address)) >= 1;
  }

  failed(address: string): void {
    const key = keyOf(address);
    const credit = this.#credit(key) - 1;
    this.#addresses.delete(key);
    // The one that has been quiet the longest gives way, so that memory stays bounded.
    if (this.#addresses.size >= maximumAddresses) this.#addresses.delete(this.#addresses.keys().next().value!);
    this.#addresses.set(key, { credit, at: this.#now() });
  }

  #credit(key: string): number {
    const entry = this.#addresses.get(key);
    return entry === undefined ? burst : Math.min(burst, entry.credit + ((this.#now() - entry.at) / 1000) * perSecond);
  }
}

/** One network of IPv6 (/64) counts as one address: its owner has 2⁶⁴ of them. */
function keyOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
