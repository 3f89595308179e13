import type { Command } from "commander";
import { register as backends } from "./backends.ts";
import { register as bench } from "./bench.ts";
import { register as dataset } from "./dataset.ts";
import { register as deleteRun } from "./delete.ts";
import { register as describe } from "./describe.ts";
import { register as doctor } from "./doctor.ts";
import { register as evaluate } from "./evaluate.ts";
import { register as label } from "./label.ts";
import { register as pause } from "./pause.ts";
import { register as plan } from "./plan.ts";
import { register as preview } from "./preview.ts";
import { register as reorder } from "./reorder.ts";
import { register as restore } from "./restore.ts";
import { register as resume } from "./resume.ts";
import { register as run } from "./run.ts";
import { register as runs } from "./runs.ts";
import { register as serve } from "./serve.ts";
import { register as stop } from "./stop.ts";
import { register as submit } from "./submit.ts";
import { register as validate } from "./validate.ts";
import { register as watch } from "./watch.ts";

/**
 * The commands, in the order of `--help`. Each is a file beside this one that exports `register`: it declares its
 * arguments and options and, in the action, imports what does the work, so that `--help` and `validate` start at once.
 */
export const commands: ((program: Command) => void)[] = [
  validate,
  plan,
  preview,
  run,
  evaluate,
  serve,
  submit,
  runs,
  watch,
  pause,
  resume,
  stop,
  label,
  reorder,
  deleteRun,
  restore,
  describe,
  dataset,
  backends,
  doctor,
  bench,
];
