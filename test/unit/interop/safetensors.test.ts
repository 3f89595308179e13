import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors, type StateDict } from "../../../runner/interop/safetensors.ts";

const tensors: StateDict = new Map([
  ["fc.weight", { dtype: "F32", shape: [2, 3], data: new Float32Array([1, 2, 3, 4, 5, 6]) }],
  ["bn1.num_batches_tracked", { dtype: "I64", shape: [], data: new BigInt64Array([7n]) }],
  ["a", { dtype: "U8", shape: [3], data: new Uint8Array([1, 2, 3]) }],
  ["b", { dtype: "F64", shape: [1], data: new Float64Array([Math.PI]) }],
  ["c", { dtype: "I32", shape: [0, 4], data: new Int32Array(0) }],
]);

/** A file with this header, as text or as JSON, over so many bytes of data. */
function fileWith(header: unknown, dataBytes: number): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
}

const entry = (begin: number, end: number, shape = [(end - begin) / 4], dtype = "F32") => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe("safetensors", () => {
  it("reads back what it wrote, in order, with metadata", () => {
    const metadata = { format: "pt", step: "12" };
    const file = decodeSafetensors(encodeSafetensors(tensors, metadata), "w.safetensors");
    expect([...file.tensors]).toEqual([...tensors]);
    expect(file.metadata).toEqual(metadata);
  });

  it("keeps the data aligned to eight bytes", () => {
    const bytes = encodeSafetensors(new Map([["x", { dtype: "U8", shape: [1], data: new Uint8Array(1) }]]));
    expect((bytes.length - 1) % 8).toBe(0);
  });

  it("takes a tensor that is called __proto__ as one more name", () => {
    const { tensors: read } = decodeSafetensors(fileWith(`{"__proto__": ${JSON.stringify(entry(0, 4))}}`, 4), "f");
    expect([...read.keys()]).toEqual(["__proto__"]);
    expect(Object.hasOwn(Object.prototype, "dtype")).toBe(false);
  });

  it.each<[string, Uint8Array, string]>([
    ["too short a file", new Uint8Array(7), "at least 8 bytes, found 7"],
    ["a header past the end", fileWith("{}", 0).fill(255, 0, 8), "claims 18446744073709551615 bytes"],
    ["a header of garbage", fileWith("{]", 0), "not JSON"],
    ["a header that is a list", fileWith([], 0), "not a JSON object"],
    ["a tensor past the end", fileWith({ x: entry(0, 8) }, 4), 'the tensor "x" lies at bytes 0 to 8, the data has 4'],
    ["a huge shape", fileWith({ x: entry(0, 4, [2 ** 40, 2 ** 40]) }, 4), "has 4 bytes, its shape"],
    ["an overlap", fileWith({ x: entry(0, 8), y: entry(4, 12) }, 12), '"y" begins at byte 4 of the data, expected 8'],
    ["a hole", fileWith({ x: entry(0, 4), y: entry(8, 12) }, 12), '"y" begins at byte 8 of the data, expected 4'],
    ["the same bytes twice", fileWith({ x: entry(0, 4), y: entry(0, 4) }, 4), '"y" begins at byte 0'],
    [
      "a name given twice",
      fileWith(
        '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        8,
      ),
      '"x" begins at byte 4',
    ],
    ["bytes left over", fileWith({ x: entry(0, 4) }, 8), "take 4 bytes, the data has 8"],
    ["a negative size", fileWith({ x: entry(0, 4, [-1]) }, 4), "no shape"],
    ["a fraction of a byte", fileWith({ x: entry(0.5, 4.5, [1]) }, 8), "no data_offsets"],
    ["an unknown dtype", fileWith({ x: entry(0, 4, [2], "F16") }, 4), 'has the dtype "F16", expected one of F32'],
    ["a dtype of the prototype", fileWith({ x: entry(0, 4, [2], "toString") }, 4), 'has the dtype "toString"'],
    [
      "metadata that is not text",
      fileWith({ __metadata__: { step: 1 } }, 0),
      "__metadata__ is not an object of strings",
    ],
  ])("refuses %s, and says where", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, "weights.safetensors")).toThrow(message);
    expect(() => decodeSafetensors(bytes, "weights.safetensors")).toThrow("weights.safetensors");
  });

  it("refuses the file cut at any byte", () => {
    const bytes = encodeSafetensors(tensors);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.slice(0, length), "w")).toThrow("not a whole safetensors file");
    }
  });

  it("answers random damage with the tensors or a located error, never with anything else", () => {
    const whole = encodeSafetensors(tensors);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        try {
          decodeSafetensors(bytes, "w");
        } catch (error) {
          expect(error).toMatchObject({ name: "UserError" });
        }
      }),
      { numRuns: 500 },
    );
  });
});
