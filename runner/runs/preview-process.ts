import { text } from "node:stream/consumers";
import { type PreviewQuestion, previewHere } from "./service/preview-here.ts";

/**
 * The process that draws previews for a service, built to dist/preview-process.mjs: it decodes other people's images, which
 * can crash or hang a decoder. It reads a PreviewQuestion as JSON from its standard input and prints what `previewHere` says.
 */
const question = JSON.parse(await text(process.stdin)) as PreviewQuestion;
const answer = JSON.stringify(await previewHere(question));
process.stdout.write(answer, () => process.exit(0));
