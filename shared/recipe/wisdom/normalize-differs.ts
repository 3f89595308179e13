import type { Rule } from "./rule.ts";

export const normalizeDiffers: Rule = {
  findings: { "normalize-differs": "Validation images are normalised in another way than training images." },
  check: ({ augmentation: { train, validation } }) => {
    const trained = train.find(({ op }) => op === "normalize");
    const index = validation.findIndex(({ op }) => op === "normalize");
    const validated = validation[index];
    if (!trained || !validated || JSON.stringify(trained) === JSON.stringify(validated)) return [];
    const path = ["augmentation", "validation", index];
    return [
      {
        code: "normalize-differs",
        severity: "warning",
        path,
        message:
          "validation images are normalised with another mean or deviation than training images, so the network sees colours that it was not trained on; use the same",
        citation: "§2.1 of the paper",
        fix: { title: "Normalise as in training", edits: [{ path, value: trained }] },
      },
    ];
  },
};
