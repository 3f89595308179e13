import { expect, test } from "vitest";
import { crc32c } from "../../../../runner/interop/tensorboard/crc32c.ts";
import { bytes, double, float, int, message, string } from "../../../../runner/interop/tensorboard/protobuf.ts";
import { codeBlock, tagOf } from "../../../../runner/interop/tensorboard/summaries.ts";
import { tfRecord } from "../../../../runner/interop/tensorboard/tfrecord.ts";

const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

// RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
test.each([
  ["32 zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["0 to 31", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ["31 to 0", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ["123456789", new TextEncoder().encode("123456789"), 0xe3069283],
  ["nothing", new Uint8Array(0), 0],
])("CRC-32C of %s", (_, data, crc) => {
  expect(crc32c(data)).toBe(crc);
});

// The examples of https://protobuf.dev/programming-guides/encoding/
test("the wire format's own examples", () => {
  expect(hex(int(1, 150))).toBe("089601");
  expect(hex(string(2, "testing"))).toBe("120774657374696e67");
  expect(hex(bytes(3, message(int(1, 150))))).toBe("1a03089601");
});

test("numbers at the edges of their encodings", () => {
  expect(hex(int(1, 0))).toBe("0800");
  expect(hex(int(1, 127))).toBe("087f");
  expect(hex(int(1, 128))).toBe("088001");
  expect(hex(int(2, 2 ** 32))).toBe("108080808010");
  expect(hex(int(2, Number.MAX_SAFE_INTEGER))).toBe("10ffffffffffffff0f");
  expect(hex(double(1, 1))).toBe("09000000000000f03f");
  expect(hex(float(2, -2))).toBe("15000000c0");
  expect(hex(string(1, "ä"))).toBe("0a02c3a4");
});

test("a record is length, CRC, data, CRC", () => {
  const record = tfRecord(Uint8Array.from([1, 2, 3]));
  expect(hex(record.subarray(0, 8))).toBe("0300000000000000");
  expect(record).toHaveLength(19);
  expect(hex(record.subarray(12, 15))).toBe("010203");
  // How every event file of TensorFlow begins: its first record, the version with a time, has 24 bytes.
  expect(hex(tfRecord(new Uint8Array(24)).subarray(0, 12))).toBe("1800000000000000a37f4b22");
});

test("metrics are in sections, and one that is not in the list is refused", () => {
  expect(tagOf("train/loss")).toBe("train/loss");
  expect(tagOf("learningRate")).toBe("optimizer/learningRate");
  expect(tagOf("gpu1/temperature")).toBe("gpu1/temperature");
  for (const key of ["surprise", "train/surprise"]) {
    expect(() => tagOf(key)).toThrow(`${key} is not in the list of metrics`);
  }
});

test("a recipe's own backticks do not end its code block", () => {
  expect(codeBlock('{"name": "a"}\n')).toBe('```json\n{"name": "a"}\n```');
  expect(codeBlock('{"name": "````"}')).toBe('`````json\n{"name": "````"}\n`````');
});
