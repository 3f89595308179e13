/** The tags in what a person typed: separated by commas, each once, without the spaces around them. */
export const tagsIn = (text: string): string[] =>
  [...new Set(text.split(",").map((tag) => tag.trim()))].filter(Boolean);
