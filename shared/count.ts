/** "3 images", "1 image", "1,000 classes": a number of things for people. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(number)} ${number === 1 ? noun : plural}`;
}

/** "1,000": the digits in groups of three. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
