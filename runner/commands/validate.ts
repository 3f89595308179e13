import type { Command } from "commander";
import { count } from "../../shared/count.ts";
import type { Problem } from "../../shared/recipe/problem.ts";
import { UserError } from "../errors.ts";
import { printable, styled } from "../terminal/style.ts";
import { collect } from "./option-values.ts";

export function register(program: Command): void {
  program
    .command("validate")
    .summary("check recipes and studies")
    .description(
      "Checks recipes: their syntax, every field, what they extend, and what is wise; and studies, with every recipe that their variants make. Prints a line for each problem on standard output: FILE:LINE:COLUMN severity code message.",
    )
    .argument("<file...>", "recipes, *.recipe.json, or studies, *.study.json")
    .option(
      "--set <path=value>",
      "override a field of a recipe first, such as training.epochs=5; may be repeated",
      collect,
    )
    .option("--json", "print one JSON object instead of lines, with the fix of each problem where there is one")
    .addHelpText(
      "after",
      `
Exit code: 0 no error (warnings are allowed), 1 a recipe or a study has an error, 2 a file cannot be read.

Examples:
  recipe-lab validate recipes/*.recipe.json my.study.json
  recipe-lab validate --set training.batchSize=1024 my.recipe.json`,
    )
    .action(async (files: string[], options: { set?: string[]; json?: true }) => {
      const { loadRecipeFile } = await import("../recipe/load-recipe-file.ts");
      const { isStudy, loadStudyFile } = await import("../recipe/load-study-file.ts");
      const { formatProblem } = await import("../recipe/format-problem.ts");
      const problemsOf = (file: string): Problem[] => {
        if (!isStudy(file)) return loadRecipeFile(file, options.set ? { overrides: options.set } : {}).problems;
        if (options.set === undefined) return loadStudyFile(file).problems;
        throw new UserError(
          "set-on-study",
          `${printable(file)}: --set overrides a field of a recipe, and this is a study. Set the field in its variants.`,
        );
      };
      const checked = files.map((file): CheckedFile => {
        try {
          return { file, problems: problemsOf(file) };
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          return { file, problems: [], unreadable: { code: error.code, message: error.message } };
        }
      });
      const all = checked.flatMap(({ problems }) => problems);
      const errors = all.filter(({ severity }) => severity === "error").length;
      const warnings = all.length - errors;
      if (options.json) console.log(JSON.stringify({ errors, warnings, files: checked }, null, 2));
      else for (const problem of all) console.log(formatProblem(problem));
      for (const { file, problems, unreadable } of checked) {
        if (unreadable)
          console.error(`${styled(process.stderr, "red", "error")} ${unreadable.code}: ${unreadable.message}`);
        else if (problems.length === 0) console.error(`${printable(file)}: ${styled(process.stderr, "green", "ok")}`);
      }
      if (all.length > 0) console.error(`${count(errors, "error")}, ${count(warnings, "warning")}`);
      if (checked.some(({ unreadable }) => unreadable)) process.exitCode = 2;
      else if (errors > 0) process.exitCode = 1;
    });
}

interface CheckedFile {
  file: string;
  problems: Problem[];
  unreadable?: { code: string; message: string };
}
