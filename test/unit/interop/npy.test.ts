import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeNpy, encodeNpy, type NpyData } from "../../../runner/interop/npy.ts";

describe("npy", () => {
  it.each<[string, NpyData, number[]]>([
    ["float32", new Float32Array([1, -2.5, 3, 0, 5, 6]), [1, 2, 3]],
    ["int32", new Int32Array([1, -2, 3]), [3]],
    ["int64", new BigInt64Array([1n, -(2n ** 40n)]), [2]],
    ["uint8", new Uint8Array([7]), []],
    ["empty", new Float32Array(0), [0, 4]],
  ])("reads back %s", (_, data, shape) => {
    const bytes = encodeNpy(data, shape);
    const decoded = decodeNpy(bytes);
    expect(decoded).toEqual({ shape, data });
    expect((bytes.length - data.byteLength) % 64).toBe(0);
  });

  it("reads an array at an odd offset", () => {
    const bytes = encodeNpy(new Float32Array([1, 2]), [2]);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(decodeNpy(shifted.subarray(1)).data).toEqual(new Float32Array([1, 2]));
  });

  it("refuses a shape that its elements do not fill", () => {
    expect(() => encodeNpy(new Float32Array(5), [2, 3])).toThrow("do not fill");
  });

  it("refuses any truncated or lengthened file", () => {
    const bytes = encodeNpy(new Int32Array([1, 2, 3]), [3]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeNpy(bytes.slice(0, length), "labels.npy")).toThrow(/labels\.npy is not a \.npy file/);
    }
    expect(() => decodeNpy(new Uint8Array([...bytes, 0]))).toThrow("12 bytes");
  });

  it("names a dtype or an order that it does not read", () => {
    const text = (from: string, to: string) => {
      const bytes = encodeNpy(new Int32Array([1]), [1]);
      return new Uint8Array(Buffer.from(Buffer.from(bytes).toString("latin1").replace(from, to), "latin1"));
    };
    expect(() => decodeNpy(text("<i4", ">i4"))).toThrow("one of the dtypes <f4, <i4, <i8, |u1, found >i4");
    expect(() => decodeNpy(text("False", "True "))).toThrow("descr, fortran_order and shape");
  });

  it("never throws anything but a located error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(127), (noise, at) => {
        const bytes = encodeNpy(new Float32Array([1, 2]), [2]);
        bytes.set(noise.subarray(0, bytes.length - at), at);
        try {
          decodeNpy(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: "npy-unusable" });
        }
      }),
    );
  });
});
