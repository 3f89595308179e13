import { z } from "zod";
import { field } from "../recipe/field.ts";
import { paper } from "../recipe/sources.ts";
import { constant, constantSchema } from "./constant.ts";
import { cosine, cosineSchema } from "./cosine.ts";
import { polynomial, polynomialSchema } from "./polynomial.ts";
import type { DecayFunction, DecayPosition } from "./schedule.ts";
import { step, stepSchema } from "./step.ts";

export const decaySchema = field(
  z.discriminatedUnion("kind", [constantSchema, stepSchema, cosineSchema, polynomialSchema]).prefault({ kind: "step" }),
  {
    title: { en: "Decay", ko: "감쇠" },
    text: { en: "How the rate falls after its peak.", ko: "최고점에 이른 학습률을 낮추는 방식입니다." },
    source: paper("§2.1", "§5.1"),
  },
);

export type Decay = z.output<typeof decaySchema>;

/** A decay kind that has a schema and no function here does not compile. */
const functions = { constant, step, cosine, polynomial } satisfies {
  [Kind in Decay["kind"]]: DecayFunction<Extract<Decay, { kind: Kind }>>;
};

/** The factor of the peak rate at a position after warm-up. */
export function decayFactor(decay: Decay, position: DecayPosition): number {
  return (functions[decay.kind] as DecayFunction<Decay>)(decay, position);
}
