import { ensureHost } from "../../../scripts/lib/vscode-host.mjs";

/** Vitest global set-up: VS Code for the tests. Without the network the tests that need it skip and say so. */
export default async function setUp(): Promise<void> {
  await ensureHost().catch((error: unknown) => console.error(`The VS Code server could not be installed: ${error}`));
}
