/**
 * Sorts names in place by Unicode code point, as Python's `sorted` does, so that classes and images have torchvision's
 * order on every machine. JavaScript's own order is by UTF-16 unit, which differs only where a name has a surrogate.
 */
export function sortByCodePoint(names: string[]): string[] {
  names.sort();
  if (names.some((name) => /[\ud800-\udfff]/.test(name))) {
    const bytes = new Map(names.map((name) => [name, Buffer.from(name)]));
    names.sort((a, b) => Buffer.compare(bytes.get(a)!, bytes.get(b)!));
  }
  return names;
}
