import { ConfusionTab } from "./confusion.tsx";
import { DifferenceTab } from "./difference.tsx";
import { EnvironmentTab } from "./environment.tsx";
import { ImagesTab } from "./images.tsx";
import { LogTab } from "./log.tsx";
import { RecipeTab } from "./recipe.tsx";
import type { Tab } from "./tab.ts";

/** The tabs below the charts, in order. */
export const tabs: readonly Tab[] = [
  { id: "recipe", title: "tab.recipe", Content: RecipeTab },
  { id: "difference", title: "tab.difference", Content: DifferenceTab },
  { id: "log", title: "tab.log", Content: LogTab },
  { id: "images", title: "tab.images", Content: ImagesTab },
  { id: "confusion", title: "tab.confusion", Content: ConfusionTab },
  { id: "environment", title: "tab.environment", Content: EnvironmentTab },
];
