import type { WriteStream } from "node:tty";

export { printable } from "../../shared/printable.ts";

/** Whether a stream is a terminal that takes colours and moving bars. NO_COLOR and TERM=dumb are honoured. */
export function isInteractive(stream: NodeJS.WriteStream | WriteStream): boolean {
  return Boolean(stream.isTTY) && process.env.TERM !== "dumb";
}

export function hasColor(stream: NodeJS.WriteStream | WriteStream): boolean {
  return isInteractive(stream) && !process.env.NO_COLOR;
}

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;
export type Style = keyof typeof codes;

/** Wraps `text` in a style where `stream` shows colours. */
export function styled(stream: NodeJS.WriteStream, style: Style, text: string): string {
  const [on, off] = codes[style];
  return hasColor(stream) ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
