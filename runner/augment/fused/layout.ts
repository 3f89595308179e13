/** A piece of memory that has one purpose. In bytes. */
export interface Region {
  address: number;
  bytes: number;
}

/**
 * Regions of memory, one after the other, each from a multiple of 64 bytes on. Between them lie gaps that nobody writes
 * to, which is what the tests of the bounds look at.
 */
export class Layout {
  readonly regions: Region[];
  #end: number;

  /** @param before what these regions follow, which may be several layouts in turn */
  constructor(before?: Layout) {
    this.regions = before ? [...before.regions] : [];
    this.#end = before?.bytes ?? gapBytes;
  }

  /** Returns the address of a new region. */
  add(bytes: number): number {
    const address = this.#end;
    this.regions.push({ address, bytes });
    this.#end = Math.ceil((address + bytes) / gapBytes) * gapBytes + gapBytes;
    return address;
  }

  /** How much memory all regions need. */
  get bytes(): number {
    return this.#end;
  }
}

const gapBytes = 64;
