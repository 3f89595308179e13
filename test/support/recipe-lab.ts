import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../dist/recipe-lab.mjs", import.meta.url));

export interface Result {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  result: Promise<Result>;
}

/**
 * Starts the built command line. `wrapper` is a command that starts it in turn, such as strace with its options; `node` is
 * another Node than the one that runs the tests.
 */
export function start(
  args: readonly string[],
  options: { cwd?: string; wrapper?: readonly string[]; env?: NodeJS.ProcessEnv; node?: string } = {},
): Started {
  const [command, ...rest] = [...(options.wrapper ?? []), options.node ?? process.execPath, program, ...args];
  const child = spawn(command!, rest, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const result = new Promise<Result>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, result };
}

/** Runs the built command line to its end. */
export function recipeLab(args: readonly string[], options: Parameters<typeof start>[1] = {}): Promise<Result> {
  return start(args, options).result;
}
