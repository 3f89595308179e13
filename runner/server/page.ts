import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { builtFile } from "../built-file.ts";
import { type Route, sendError } from "./routes.ts";

/**
 * The dashboard for a plain browser. The files hold no data and are open to everybody whom Host and Origin let in; the page
 * asks for the token, exchanges it for a ticket, and learns the rest over the WebSocket.
 */
const files = [
  { path: "/", name: "index.html", type: "text/html; charset=utf-8" },
  { path: "/assets/main.js", name: "main.js", type: "text/javascript; charset=utf-8" },
  { path: "/assets/main.css", name: "main.css", type: "text/css; charset=utf-8" },
  { path: "/assets/icon.svg", name: "icon.svg", type: "image/svg+xml" },
] as const;

/** What the page may load and do: its own script and style, and requests to the runner that served it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join("; ");

export const pageRoutes = (fileOf = (name: string) => builtFile(`media/${name}`)): Route[] =>
  files.map(({ path, name, type }) => ({
    method: "GET",
    path,
    access: "open",
    answer: async (_, response) => {
      const bytes = await contentOf(() => fileOf(name));
      if (bytes === null) return sendMissing(response, name);
      response.writeHead(200, {
        "Content-Type": type,
        "Content-Length": bytes.length,
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
      });
      response.end(bytes);
    },
  }));

async function contentOf(fileOf: () => string): Promise<Buffer | null> {
  try {
    return await readFile(fileOf());
  } catch {
    return null;
  }
}

function sendMissing(response: ServerResponse, name: string): void {
  const message = `The dashboard was not built: ${name} is missing in dist/media. Run \`npm run build\` where this runner is installed.`;
  sendError(response, 404, "not-built", message);
}
