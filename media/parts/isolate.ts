/** A name of somebody else's choosing for the middle of a text: cut, and kept from turning the text around it. */
export const isolate = (name: string, most = 80): string =>
  `\u2068${name.length > most ? `${name.slice(0, most)}…` : name}\u2069`;
