import { text } from "node:stream/consumers";
import { planHere } from "./service/prepare-submission.ts";

/**
 * The process that plans a recipe for a service, built to dist/plan-process.mjs: listing a large data set takes its time,
 * and opening other people's images can crash a decoder. Neither is to reach the service. It reads `{recipe, roots}` as
 * JSON from its standard input and prints what `planHere` says.
 */
const { recipe, roots } = JSON.parse(await text(process.stdin)) as { recipe: unknown; roots: string[] };
const answer = JSON.stringify(await planHere(recipe, roots));
process.stdout.write(answer, () => process.exit(0));
