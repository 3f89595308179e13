import { printable } from "../terminal/style.ts";

/** What a runner says about itself: a line an event. Nobody logs headers, query strings or tokens. */
export interface ServerLog {
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}

/** Lines on a stream, with the time in UTC; text from outside cannot break them. */
export function streamLog(stream: NodeJS.WritableStream): ServerLog {
  const write = (level: string, message: string) => {
    stream.write(`${new Date().toISOString()} ${level} ${printable(message, 4_000)}\n`);
  };
  return {
    info: (message) => write("info", message),
    warning: (message) => write("warning", message),
    error: (message) => write("error", message),
  };
}
