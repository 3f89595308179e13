import { UserError } from "../errors.ts";

/**
 * The safetensors format: eight bytes with the header's length, a JSON header that gives each tensor's dtype, shape and
 * byte range, and the tensors' elements, little-endian, in C order, without holes or overlaps. A file may come from
 * anywhere, so every number in the header is checked against the file's size before anything of that size is allocated.
 * Source: https://github.com/huggingface/safetensors#format
 */
export type StoredTensor =
  | { dtype: "F32"; shape: readonly number[]; data: Float32Array }
  | { dtype: "F64"; shape: readonly number[]; data: Float64Array }
  | { dtype: "I64"; shape: readonly number[]; data: BigInt64Array }
  | { dtype: "I32"; shape: readonly number[]; data: Int32Array }
  | { dtype: "U8"; shape: readonly number[]; data: Uint8Array };

export type Dtype = StoredTensor["dtype"];

/** Tensors by name, in the file's order. */
export type StateDict = Map<string, StoredTensor>;

export interface SafetensorsFile {
  tensors: StateDict;
  metadata: Record<string, string>;
}

const elementBytes: Record<Dtype, number> = { F32: 4, F64: 8, I64: 8, I32: 4, U8: 1 };

/** The reference implementation's limit. */
const maximumHeaderBytes = 100_000_000;
const maximumRank = 8;
const metadataKey = "__metadata__";

/** The bytes of a safetensors file with the tensors in the map's order, and `metadata` in its header. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [[metadataKey, metadata]] : [];
  let end = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    if (shape.reduce((count, size) => count * size, 1) !== data.length) {
      throw new RangeError(`${name}: ${data.length} elements do not fill [${shape}]`);
    }
    header.push([name, { dtype, shape, data_offsets: [end, end + data.byteLength] }]);
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let offset = start;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

interface Located {
  name: string;
  dtype: Dtype;
  shape: number[];
  begin: number;
  end: number;
}

/**
 * Reads a safetensors file. `file` names it in errors. Throws UserError `safetensors-damaged` where the bytes break the
 * format, and `safetensors-dtype` where a tensor has a type that is not used here (16-bit floats, for one).
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafetensorsFile {
  const damaged = (what: string) =>
    new UserError(
      "safetensors-damaged",
      `${file} is not a whole safetensors file: ${what}. Fetch or write the file again.`,
    );
  if (bytes.length < 8) throw damaged(`expected at least 8 bytes, found ${bytes.length}`);
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const headerLimit = Math.min(maximumHeaderBytes, bytes.length - 8);
  if (headerBytes > BigInt(headerLimit)) {
    throw damaged(`its header claims ${headerBytes} bytes, where at most ${headerLimit} are possible`);
  }
  const start = 8 + Number(headerBytes);
  const header = parseHeader(bytes.subarray(8, start), damaged);

  const dataBytes = bytes.length - start;
  const located: Located[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === metadataKey) metadata = parseMetadata(entry, damaged);
    else located.push(parseEntry(name, entry, dataBytes, file, damaged));
  }

  // In the order of the bytes each tensor begins where the one before ends, which rules out holes and overlaps.
  located.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of located) {
    if (begin !== covered) {
      throw damaged(`the tensor ${JSON.stringify(name)} begins at byte ${begin} of the data, expected ${covered}`);
    }
    covered = end;
  }
  if (covered !== dataBytes) throw damaged(`its tensors take ${covered} bytes, the data has ${dataBytes}`);

  const tensors: StateDict = new Map();
  for (const tensor of located) {
    // A copy: the offset in the file need not be aligned for the element type. (Buffer's own slice would not copy.)
    const copy = new Uint8Array(bytes.subarray(start + tensor.begin, start + tensor.end)).buffer;
    tensors.set(tensor.name, storedTensor(tensor.dtype, tensor.shape, copy));
  }
  return { tensors, metadata };
}

function parseHeader(bytes: Uint8Array, damaged: (what: string) => UserError): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged("its header is not JSON");
  }
  if (!isRecord(header)) throw damaged("its header is not a JSON object");
  return header;
}

function parseMetadata(entry: unknown, damaged: (what: string) => UserError): Record<string, string> {
  if (!isRecord(entry) || !Object.values(entry).every((value) => typeof value === "string")) {
    throw damaged(`${metadataKey} is not an object of strings`);
  }
  return entry as Record<string, string>;
}

function parseEntry(
  name: string,
  entry: unknown,
  dataBytes: number,
  file: string,
  damaged: (what: string) => UserError,
): Located {
  const where = `the tensor ${JSON.stringify(name.slice(0, 200))}`;
  if (!isRecord(entry)) throw damaged(`${where} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(elementBytes, dtype)) {
    throw new UserError(
      "safetensors-dtype",
      `${file}: ${where} has the dtype ${JSON.stringify(dtype)}, expected one of ${Object.keys(elementBytes).join(", ")}. Convert the file to float32.`,
    );
  }
  if (!isCounts(shape) || shape.length > maximumRank) {
    throw damaged(`${where} has no shape of at most ${maximumRank} whole numbers`);
  }
  if (!isCounts(offsets) || offsets.length !== 2) throw damaged(`${where} has no data_offsets [begin, end]`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataBytes) {
    throw damaged(`${where} lies at bytes ${begin} to ${end}, the data has ${dataBytes}`);
  }
  const expected = shape.reduce((count, size) => count * size, elementBytes[dtype as Dtype]);
  if (expected !== end - begin) {
    throw damaged(`${where} has ${end - begin} bytes, its shape [${shape}] of ${dtype} takes ${expected}`);
  }
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

function storedTensor(dtype: Dtype, shape: readonly number[], buffer: ArrayBuffer): StoredTensor {
  switch (dtype) {
    case "F32":
      return { dtype, shape, data: new Float32Array(buffer) };
    case "F64":
      return { dtype, shape, data: new Float64Array(buffer) };
    case "I64":
      return { dtype, shape, data: new BigInt64Array(buffer) };
    case "I32":
      return { dtype, shape, data: new Int32Array(buffer) };
    case "U8":
      return { dtype, shape, data: new Uint8Array(buffer) };
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
