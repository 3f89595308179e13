import { isSmallNet } from "./input-size.ts";
import type { Rule } from "./rule.ts";

export const variantUnsupported: Rule = {
  findings: { "variant-unsupported": "A variant that changes the 7×7 stem, with a net that has none." },
  check: ({ model }) => {
    if (!isSmallNet(model.architecture) || (model.variant !== "c" && model.variant !== "d")) return [];
    return [
      {
        code: "variant-unsupported",
        severity: "error",
        path: ["model", "variant"],
        cause: ["model", "architecture"],
        message: `variant "${model.variant}" replaces the 7×7 stem, and ${model.architecture}, a net for 32×32 images, has a single 3×3 convolution in its place; choose "original" or "b"`,
        citation: "§4.2 of the paper; He et al., 2015, §4.2",
        fix: { title: 'Change to "original"', edits: [{ path: ["model", "variant"], value: "original" }] },
      },
    ];
  },
};
