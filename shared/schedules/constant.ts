import { z } from "zod";
import { field } from "../recipe/field.ts";
import type { DecayFunction } from "./schedule.ts";

export const constantSchema = z
  .strictObject({
    kind: field(z.literal("constant"), {
      title: "Constant",
      text: "No decay: the rate stays at its peak after warm-up.",
      source: "ours",
    }),
  })
  .meta({ title: "Constant", description: "The rate stays at its peak." });

export const constant: DecayFunction<z.output<typeof constantSchema>> = () => 1;
