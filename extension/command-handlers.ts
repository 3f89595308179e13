import type { CommandName } from "./manifest/commands.ts";

/** What a command does; VS Code hands over the row of a tree, a file, or nothing. */
// biome-ignore lint/suspicious/noExplicitAny: each command checks what it is given
export type CommandHandler = (...args: any[]) => unknown;

/** The commands of one part of the extension. All parts together make up every command of the manifest. */
export type CommandHandlers<Name extends CommandName> = Record<Name, CommandHandler>;
