import type { Recipe } from "../recipe/schema.ts";
import type { Layer } from "./network.ts";

/** Makes the layers of one architecture in the variant that a recipe asks for. */
export type NetworkBuilder = (model: Recipe["model"], options: { classes: number }) => Layer[];
