/** The text that an editor's snippet begins with: places hold their first content. */
export function expanded(snippet: string): string {
  let text = "";
  for (let i = 0; i < snippet.length; i++) {
    if (snippet[i] === "\\") text += snippet[++i] ?? "";
    else if (snippet[i] !== "$") text += snippet[i];
    else {
      const place = /^\$(?:\d+|\{\d+(:(?:\\.|[^\\}])*|\|(?:\\.|[^\\|])*\|)?\})/.exec(snippet.slice(i));
      if (!place) throw new Error(`no place of a snippet: ${snippet.slice(i)}`);
      const content = place[1] ?? "";
      if (content.startsWith(":")) text += content.slice(1).replace(/\\(.)/g, "$1");
      if (content.startsWith("|"))
        text += content
          .slice(1, -1)
          .split(/(?<!\\),/)[0]!
          .replace(/\\(.)/g, "$1");
      i += place[0].length - 1;
    }
  }
  return text;
}
