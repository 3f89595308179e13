import { describe, expect, test } from "vitest";
import { chooseHost } from "./host/choose.ts";
import { openFile } from "./host/gestures.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const { kind, name } = await chooseHost("server");

/** One person's way through the product, step by step, in a real workbench. */
describe.skipIf(kind === "none")(`a walk through the workbench of ${name}`, () => {
  const workbench = useWorkbench();

  test("a recipe opens as a recipe", async () => {
    const { page } = workbench();
    await openFile(page, "unwise.recipe.json");
    await expect.poll(() => page.locator(".statusbar-item", { hasText: "Recipe" }).count()).toBeGreaterThan(0);
    await workbench().screenshot("walk opened");
  });
});
