import { UserError } from "../errors.ts";

const chunkCharacters = 1 << 16;

/**
 * Writes lines to a stream, no faster than its reader takes them, so that millions of lines need no memory. A reader that
 * closes its end early, as `| head` does, has what it wanted: the rest is left out without an error.
 */
export async function writeLines(stream: NodeJS.WritableStream, lines: Iterable<string>): Promise<void> {
  // The write's callback reports the error too; without a listener here it would also end the process.
  const ignore = () => undefined;
  stream.on("error", ignore);
  try {
    let chunk = "";
    for (const line of lines) {
      chunk += `${line}\n`;
      if (chunk.length < chunkCharacters) continue;
      await write(stream, chunk);
      chunk = "";
    }
    if (chunk !== "") await write(stream, chunk);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EPIPE") return;
    throw new UserError("cannot-write", `The output cannot be written: ${message}. Send it somewhere else.`, {
      exitCode: 1,
      cause: error,
    });
  }
}

function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
