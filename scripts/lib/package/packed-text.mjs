// README and change log as VS Code shows them on the page of an installed extension: nothing relative leads anywhere there.
import { readFile } from "node:fs/promises";

/**
 * A Markdown text of the repository for the extension's page. Pictures are put into it, links to files that are not packed
 * become their words, and the list of further pages goes.
 * @param {string} text
 * @param {(path: string) => Promise<Buffer>} read a file of the repository
 */
export async function packedText(text, read = (path) => readFile(path)) {
  let packed = text.replace(/\n## More\n[\s\S]*$/, "\n");
  for (const [whole, alt, path] of packed.matchAll(/!\[([^\]]*)\]\((?!https?:)([^)]+\.png)\)/g))
    packed = packed.replace(whole, `![${alt}](data:image/png;base64,${(await read(path)).toString("base64")})`);
  return packed.replace(/(?<!!)\[([^\]]*)\]\((?!https?:|#)[^)]*\)/g, "$1");
}
