import type { Command } from "commander";
import { styled } from "../terminal/style.ts";

export function register(program: Command): void {
  program
    .command("doctor")
    .summary("check this machine, and say what to do where something is missing")
    .description(
      "Checks Node.js, processor, memory, disk, the image decoders, the backends and the Python libraries to compare with. " +
        "Exits with 1 where something is missing without which nothing works.",
    )
    .option("--json", "the checks as JSON, for programs")
    .action(async ({ json }: { json?: true }) => {
      const { checkEverything } = await import("../doctor/index.ts");
      const checks = await checkEverything(process.cwd());
      if (checks.some((check) => check.essential && !check.ok)) process.exitCode = 1;
      if (json) {
        console.log(JSON.stringify(checks, null, 2));
        return;
      }
      for (const { ok, essential, title, found, advice } of checks) {
        const verdict = ok
          ? styled(process.stdout, "green", "✓ ok")
          : essential
            ? styled(process.stdout, "red", "✗ missing")
            : styled(process.stdout, "yellow", "✗ not here");
        console.log(`${verdict}  ${title}: ${found}`);
        if (advice !== null) console.log(`    ${advice}`);
      }
    });
}
