import { crc32c } from "./crc32c.ts";

/**
 * A record of a TFRecord file (https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details"): its
 * length as uint64, the masked CRC of these 8 bytes, the data, the masked CRC of the data; all little-endian.
 */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return record;
}

/** Rotated right by 15 bits, and a constant added: a CRC of data that holds its own CRC would be of little use. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
