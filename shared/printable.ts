/**
 * Text from outside (file names, class names, messages) made safe for a terminal or a row of a list: control characters,
 * escapes and direction marks become visible, and very long text is cut.
 */
export function printable(text: string, maxLength = 400): string {
  const safe = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return safe.length > maxLength ? `${safe.slice(0, maxLength)}… (${safe.length} characters)` : safe;
}
