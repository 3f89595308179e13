/**
 * The wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/), as far as event files need it:
 * writing alone, no groups, no packed fields. A library would bring a schema compiler for the eight messages of event.ts.
 * A message is the concatenation of its fields, so that a field is bytes and a message an array of them.
 */
export type Field = Uint8Array;

const encoder = new TextEncoder();

export function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields);
}

/** int64, or the value of an enum. `value` is a whole number from 0 to 2^53 − 1. */
export function int(number: number, value: number): Field {
  return Uint8Array.from([tag(number, 0), ...varint(value)]);
}

export function double(number: number, value: number): Field {
  const field = new DataView(new ArrayBuffer(9));
  field.setUint8(0, tag(number, 1));
  field.setFloat64(1, value, true);
  return new Uint8Array(field.buffer);
}

export function float(number: number, value: number): Field {
  const field = new DataView(new ArrayBuffer(5));
  field.setUint8(0, tag(number, 5));
  field.setFloat32(1, value, true);
  return new Uint8Array(field.buffer);
}

/** bytes, or a message inside. */
export function bytes(number: number, value: Uint8Array): Field {
  return Buffer.concat([Uint8Array.from([tag(number, 2), ...varint(value.length)]), value]);
}

export function string(number: number, value: string): Field {
  return bytes(number, encoder.encode(value));
}

/** Field number and wire type in one byte: every field of ours has a number below 16. */
function tag(number: number, wireType: number): number {
  return number * 8 + wireType;
}

/** Seven bits a byte, the lowest first; the highest bit says that more follow. Not by shifts, which end at 32 bits. */
function varint(value: number): number[] {
  const groups: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) groups.push((rest % 128) + 128);
  return [...groups, rest];
}
