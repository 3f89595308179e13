import { text } from "node:stream/consumers";
import type { Language } from "../../shared/language.ts";
import type { PlanTarget } from "./service/plan-target.ts";
import { planHere } from "./service/prepare-submission.ts";

/**
 * The process that plans a recipe for a service, built to dist/plan-process.mjs: listing a large data set takes its time,
 * and opening other people's images can crash a decoder. Neither is to reach the service. It reads a question as
 * JSON from its standard input and prints what `planHere` says.
 */
interface Question {
  recipe: unknown;
  roots: string[];
  language?: Language;
  target: PlanTarget | null;
}
const { recipe, roots, ...options } = JSON.parse(await text(process.stdin)) as Question;
const answer = JSON.stringify(await planHere(recipe, roots, options));
process.stdout.write(answer, () => process.exit(0));
