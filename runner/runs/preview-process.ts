import { createInterface } from "node:readline";
import { type PreviewQuestion, Previews } from "./service/preview-here.ts";

/**
 * The process that draws previews for a service, built to dist/preview-process.mjs: it decodes other people's images, which
 * can crash or hang a decoder. Each line of its standard input is a PreviewQuestion as JSON, and gets a line in answer.
 */
const previews = new Previews();
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await previews.draw(JSON.parse(line) as PreviewQuestion);
  await new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => resolve()));
}
process.exit(0);
