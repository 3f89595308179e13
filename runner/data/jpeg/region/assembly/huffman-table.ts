// Decoding by a look at the next bits. What follows a code is a number of as many bits as the code's symbol says, and
// most codes and numbers together are so short that one look finds both. A table has an entry for each value of the next
// LOOK bits:
//
//   bits 0 to 7    bits of the code and its number; 0 where they are not all seen
//   bits 8 to 15   by how many places the index of the coefficient grows; 0 where the code itself is not seen in full
//   bits 16 to 31  the number; where it is not seen, bits of the code, and 63 − bits of the number in the upper eight
//
// Where the code is not seen in full, bits 16 to 31 say where the table lies for the REST bits that follow; its
// entries are of the kind without the number. An entry of 0 there: no code begins so.

/** Bits of the first look, and of the second. */
export const LOOK: u32 = 11;
export const REST: u32 = 5;
/** Tables of the second look that there is room for. Usual codes need a few. */
// @ts-ignore: decorator
@inline const SECOND_TABLES: usize = 128;
// @ts-ignore: decorator
@inline const SECOND_BYTES: usize = 4 << REST;
export const TABLE_BYTES: usize = (4 << LOOK) + SECOND_TABLES * SECOND_BYTES;

/** What the end of a block adds to the index: more than any run of zeros, so that the end is told from a run beyond it. */
export const END_OF_BLOCK: u32 = 96;

// Numbers of an image of 8 bits have no more. Two symbols with them take no more bits than are read at once.
// @ts-ignore: decorator
@inline const LONGEST_DC: u32 = 11;
// @ts-ignore: decorator
@inline const LONGEST_AC: u32 = 10;

/**
 * The entry without its number of a code of `length` bits, whose symbol is a run of zeros in the upper four bits and the
 * size of a number in the lower. 0: no such symbol is allowed.
 */
function entryOf(symbol: u32, length: u32, isDc: bool): u32 {
  const size = isDc ? symbol : symbol & 15;
  const run = isDc ? 0 : symbol >> 4;
  if (size > (isDc ? LONGEST_DC : LONGEST_AC)) return 0;
  const isEnd = !isDc && size == 0 && run != 15;
  if (isEnd && run != 0) return 0;
  return ((isEnd ? END_OF_BLOCK : run + 1) << 8) | (length << 16) | ((63 - size) << 24);
}

/**
 * Builds a table at `table` from a segment's 16 counts of codes of each length and the symbols behind them. False where
 * the counts belong to no code, or a symbol to no sequential image of 8 bits.
 */
export function buildHuffmanTable(segment: usize, isDc: bool, table: usize): bool {
  memory.fill(table, 0, TABLE_BYTES);
  // The first of the second tables stays empty: bits that begin no code lead there.
  const noCode = <u32>(4 << LOOK << 16);
  fill(table, noCode, 1 << LOOK);
  let second: usize = (4 << LOOK) + SECOND_BYTES;
  let code: u32 = 0, symbol: u32 = 0;
  for (let length: u32 = 1; length <= LOOK + REST; length++) {
    const count = <u32>load<u8>(segment + length - 1);
    if (symbol + count > 256 || code + count > (1 << length)) return false;
    for (let end = code + count; code < end; code++, symbol++) {
      const entry = entryOf(<u32>load<u8>(segment + 16 + symbol), length, isDc);
      if (entry == 0) return false;
      if (length <= LOOK) {
        fillNumbers(table + (code << (LOOK - length) << 2), entry, length);
        continue;
      }
      const first = table + (code >> (length - LOOK) << 2);
      if (load<u32>(first) == noCode) {
        if (second == TABLE_BYTES) return false;
        store<u32>(first, <u32>(second << 16));
        second += SECOND_BYTES;
      }
      const rest = (code << (LOOK + REST - length)) & ((1 << REST) - 1);
      fill(table + (load<u32>(first) >> 16) + (rest << 2), entry, 1 << (LOOK + REST - length));
    }
    code <<= 1;
  }
  return true;
}

/** The entries of a code for all numbers that may follow it, as far as they are seen. */
function fillNumbers(place: usize, entry: u32, length: u32): void {
  const size = 63 - (entry >> 24);
  if (length + size > LOOK) {
    fill(place, entry, 1 << (LOOK - length));
    return;
  }
  const each = 1 << (LOOK - length - size);
  for (let bits: u32 = 0; bits < 1 << size; bits++, place += each << 2) {
    // Half of the numbers are negative: those whose top bit is 0.
    const number = size > 0 && bits >> (size - 1) == 0 ? bits - (1 << size) + 1 : bits;
    fill(place, (length + size) | (entry & 0xff00) | (number << 16), each);
  }
}

function fill(place: usize, entry: u32, count: usize): void {
  for (const end = place + (count << 2); place < end; place += 4) store<u32>(place, entry);
}

/** The entry of the next bits; 0 where no code begins so. */
// @ts-ignore: decorator
@inline export function look(table: usize, bits: u64): u32 {
  return load<u32>(table + (<usize>(bits >> (64 - LOOK)) << 2));
}

/** The entry of the next bits, without its number, where `entry`, which `look` gave, has none. */
// @ts-ignore: decorator
@inline export function lookAgain(table: usize, bits: u64, entry: u32): u32 {
  if (entry & 0xff00) return entry;
  return load<u32>(table + (entry >> 16) + ((<usize>(bits >> (64 - LOOK - REST)) & ((1 << REST) - 1)) << 2));
}

/** What an entry without its number says of the number behind the code. */
// @ts-ignore: decorator
@inline export function numberBehind(bits: u64, entry: u32): i32 {
  const next = bits << <u64>(entry >> 16);
  const shift = <u64>(entry >> 24);
  const negative = ~(<i64>next >> 63);
  return <i32>(next >> 1 >> shift) - <i32>(<u64>negative >> 1 >> shift);
}

// @ts-ignore: decorator
@inline export function bitsOf(entry: u32): u32 {
  return ((entry >> 16) & 0xff) + 63 - (entry >> 24);
}
