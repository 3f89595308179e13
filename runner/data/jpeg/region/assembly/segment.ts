/**
 * Copies compressed data from `from` on to before the next marker, without the zeros that are stuffed behind each 0xFF, and
 * backwards: its first byte comes just below `to`. Read as a little-endian number of 64 bits, memory then has the next bits
 * of the data at the top. Returns the address of the marker, of which there must be one.
 *
 * Reads up to 15 bytes behind the marker and writes up to 16 bytes below what it returns in `lowest`.
 */
export function copySegment(from: usize, to: usize): usize {
  const reversed = i8x16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const all = i8x16.splat(-1);
  while (true) {
    const bytes = v128.load(from);
    v128.store(to - 16, i8x16.swizzle(bytes, reversed));
    const found = i8x16.bitmask(i8x16.eq(bytes, all));
    if (found == 0) {
      from += 16;
      to -= 16;
      continue;
    }
    const before = <usize>ctz(found);
    from += before;
    to -= before;
    const next = load<u8>(from, 1);
    if (next == 0) {
      store<u8>(--to, 0xff);
      from += 2;
    } else if (next == 0xff) {
      from++; // Any number of these may precede a marker.
    } else {
      lowest = to;
      return from;
    }
  }
}

/** Below what the last segment's copy ends. */
export let lowest: usize = 0;
