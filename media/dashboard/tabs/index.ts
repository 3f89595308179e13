import { EnvironmentTab } from "./environment.tsx";
import { ImagesTab } from "./images.tsx";
import { LogTab } from "./log.tsx";
import { RecipeTab } from "./recipe.tsx";
import type { Tab } from "./tab.ts";

/** The tabs below the charts, in order. */
export const tabs: readonly Tab[] = [
  { id: "recipe", title: "tab.recipe", Content: RecipeTab },
  { id: "log", title: "tab.log", Content: LogTab },
  { id: "images", title: "tab.images", Content: ImagesTab },
  { id: "environment", title: "tab.environment", Content: EnvironmentTab },
];
