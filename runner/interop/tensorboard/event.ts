import { bytes, double, type Field, float, int, message, string } from "./protobuf.ts";

/**
 * The messages of an event file: tensorflow.Event and what it holds, as defined in TensorBoard's
 * compat/proto/{event,summary,tensor,tensor_shape}.proto. Numbers are the fields' own.
 */

/** tensorflow.Summary.Value. */
export type SummaryValue = Uint8Array;

/** @param timeMs milliseconds since 1970 */
function event(timeMs: number, step: number, what: Field): Uint8Array {
  return message(double(1, timeMs / 1000), int(2, step), what);
}

/** The first record of every file. */
export const fileVersion = (timeMs: number): Uint8Array => event(timeMs, 0, string(3, "brain.Event:2"));

/** A process begins: what an earlier file has from `step` on does not count any more. */
export const sessionStart = (timeMs: number, step: number): Uint8Array =>
  event(timeMs, step, bytes(7, message(int(1, 1))));

export const summary = (timeMs: number, step: number, values: readonly SummaryValue[]): Uint8Array =>
  event(timeMs, step, bytes(5, message(...values.map((value) => bytes(1, value)))));

export const scalar = (tag: string, value: number): SummaryValue => message(string(1, tag), float(2, value));

export interface Picture {
  png: Uint8Array;
  width: number;
  height: number;
  /** 3: red, green, blue; 4: and alpha. */
  channels: 3 | 4;
}

export function image(tag: string, { png, width, height, channels }: Picture): SummaryValue {
  // The colour space's number is that of its channels.
  const content = message(int(1, height), int(2, width), int(3, channels), bytes(4, png));
  return message(string(1, tag), bytes(4, content));
}

const dtString = 7;
const dataClassTensor = 2;

/** For the text plugin, which renders Markdown. */
export function text(tag: string, markdown: string): SummaryValue {
  const tensor = message(int(1, dtString), bytes(2, message(bytes(2, message(int(1, 1))))), string(8, markdown));
  const metadata = message(bytes(1, message(string(1, "text"))), int(4, dataClassTensor));
  return message(string(1, tag), bytes(8, tensor), bytes(9, metadata));
}
