import { UserError } from "../errors.ts";

/**
 * NumPy's .npy format, version 1.0: a magic string, the length of a header, the header (a Python dict literal with
 * dtype, order and shape), and the elements in C order, little-endian.
 * Source: numpy.lib.format, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export type NpyData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

export interface NpyArray {
  shape: number[];
  data: NpyData;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

const dtypes = {
  "<f4": Float32Array,
  "<i4": Int32Array,
  "<i8": BigInt64Array,
  "|u1": Uint8Array,
} as const;

function dtypeOf(data: NpyData): keyof typeof dtypes {
  if (data instanceof Float32Array) return "<f4";
  if (data instanceof Int32Array) return "<i4";
  return data instanceof BigInt64Array ? "<i8" : "|u1";
}

const product = (shape: readonly number[]) => shape.reduce((count, size) => count * size, 1);

/** The bytes of a .npy file that `numpy.load` reads as an array of `shape`; float32, int32, int64 or uint8 as `data` is. */
export function encodeNpy(data: NpyData, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (product(shape) !== data.length) throw new RangeError(`${data.length} elements do not fill [${shape}]`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dict = `{'descr': '${dtypeOf(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The elements start at a multiple of 64 bytes, and the header ends in a newline.
  const prefix = magic.length + 2;
  const start = Math.ceil((prefix + dict.length + 1) / 64) * 64;
  const header = `${dict.padEnd(start - prefix - 1)}\n`;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint16(magic.length, header.length, true);
  bytes.set(new TextEncoder().encode(header), prefix);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}

/** Reads what `encodeNpy` and NumPy write. `file` names the source in an error. Throws UserError on anything else. */
export function decodeNpy(bytes: Uint8Array, file = "the array"): NpyArray {
  const unusable = (expected: string, came: string) =>
    new UserError("npy-unusable", `${file} is not a .npy file that can be read: expected ${expected}, found ${came}.`);
  if (bytes.length < magic.length + 2 || magic.some((byte, index) => bytes[index] !== byte)) {
    throw unusable("the signature of NumPy's format 1.0", `other bytes at the start (${bytes.length} in all)`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = magic.length + 2 + view.getUint16(magic.length, true);
  if (start > bytes.length) throw unusable(`a header of ${start} bytes`, `a file of ${bytes.length}`);
  const header = new TextDecoder("latin1").decode(bytes.subarray(magic.length + 2, start));
  const fields =
    /^\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \(((?:\d{1,15}, ?)*(?:\d{1,15})?)\), ?\}\s*$/.exec(
      header,
    );
  if (fields === null) throw unusable("a header with descr, fortran_order and shape", JSON.stringify(header.trim()));
  const [, descr = "", order, sizes = ""] = fields;
  if (!Object.hasOwn(dtypes, descr)) throw unusable(`one of the dtypes ${Object.keys(dtypes).join(", ")}`, descr);
  if (order === "True") throw unusable("C order", "Fortran order");
  const shape = sizes
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  const ArrayType = dtypes[descr as keyof typeof dtypes];
  const expected = product(shape) * ArrayType.BYTES_PER_ELEMENT;
  if (bytes.length - start !== expected) {
    throw unusable(`${expected} bytes of ${descr} for [${shape}]`, `${bytes.length - start}`);
  }
  // A copy: the elements' offset in `bytes` need not be aligned for their type.
  return { shape, data: new ArrayType(new Uint8Array(bytes.subarray(start)).buffer) };
}
