import { isIP } from "node:net";

/** A name as browsers write it in `Host` and `Origin`: lower case, IPv6 in brackets. */
export function hostName(name: string): string {
  const bare = name.toLowerCase().replace(/^\[|\]$/g, "");
  return isIP(bare) === 6 ? `[${bare}]` : bare;
}

/** The name in a `Host` header, without its port; null where it is none. */
export function hostOfHeader(header: string | undefined): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?$/i.exec(header ?? "");
  return match === null ? null : match[1]!.toLowerCase();
}

/** Whether an address reaches this machine alone. */
export function isLoopback(address: string): boolean {
  const name = hostName(address);
  return name === "localhost" || name === "[::1]" || (isIP(name) === 4 && name.startsWith("127."));
}

export const loopbackNames = ["localhost", "127.0.0.1", "[::1]"] as const;
