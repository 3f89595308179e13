#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { commands } from "./commands/index.ts";
import { UserError } from "./errors.ts";
import { styled } from "./terminal/style.ts";

/** The command line `recipe-lab`. Exit codes: 0 done, 1 the work found errors, 2 the call or its input is unusable. */
async function main(argv: string[]): Promise<number> {
  const program = new Command("recipe-lab")
    .description(packageJson.description)
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError("(recipe-lab --help lists the commands, recipe-lab COMMAND --help the options of one)")
    .configureOutput({ outputError: (text, write) => write(text) });
  for (const register of commands) register(program);
  // Every subcommand inherits exitOverride only when it is set on it.
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  for (const command of all(program)) command.exitOverride();
  try {
    await program.parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UserError) {
      console.error(`${styled(process.stderr, "red", "error")} ${error.code}: ${error.message}`);
      return error.exitCode;
    }
    console.error(error);
    console.error(
      styled(process.stderr, "red", "This is a defect of recipe-lab. Please report it with the lines above."),
    );
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
