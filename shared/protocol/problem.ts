import { z } from "zod";
import { languages } from "../language.ts";

/** Of what the recipe's check says. What it says of data is English. */
export const problemLanguage = z.enum(languages).default("en");

/** A problem of a recipe that came over the network: it has a path and no line. */
export const problemSchema = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])),
});
