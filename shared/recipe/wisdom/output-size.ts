import { paper } from "../sources.ts";
import { isSmallNet, outputSize, pipelineNames } from "./input-size.ts";
import type { Finding, Rule } from "./rule.ts";

/** A batch needs images of one size, and the network is planned for one. */
export const staticOutputSize: Rule = {
  findings: {
    "output-size-unknown": "A pipeline gives images of different sizes.",
    "output-size-differs": "Training and validation images come out at different sizes.",
  },
  check: ({ augmentation, data, model }) => {
    const sizes = {
      train: outputSize(augmentation.train, data.format),
      validation: outputSize(augmentation.validation, data.format),
    };
    const common = { severity: "error" as const, citation: paper("§2.1") };
    const unknown = pipelineNames.filter((name) => sizes[name] === null);
    if (unknown.length > 0)
      return unknown.map((name): Finding => {
        const size = sizes.train ?? sizes.validation ?? (isSmallNet(model.architecture) ? 32 : 224);
        const pipeline: readonly { op: string }[] = augmentation[name];
        const end = pipeline.findIndex(({ op }) => op === "normalize");
        const at = end < 0 ? pipeline.length : end;
        const path = ["augmentation", name];
        const op = pipeline.some((step) => step.op === "resizeShorterEdge") ? "centerCrop" : "resize";
        const example = `{"op": "${op}", "size": ${size}}`;
        const message = {
          en: `the ${name} pipeline gives images of different sizes, and a batch needs one size; end it with a crop or a resize to a square, such as ${example}`,
          ko: `${name} 파이프라인에서 나오는 이미지의 크기가 서로 다른데, 배치에는 같은 크기의 이미지가 필요합니다. 끝에 정사각형으로 자르거나 크기를 조정하는 연산을 두세요. 예: ${example}.`,
        };
        const edits = [{ path, value: pipeline.toSpliced(at, 0, { op, size } as { op: string }) }];
        return {
          ...common,
          code: "output-size-unknown",
          path,
          message,
          fix: { title: { en: `Add "${op}" to ${size}`, ko: `${size} 픽셀로 맞추는 "${op}" 추가하기` }, edits },
        };
      });
    if (sizes.train === sizes.validation) return [];
    const { validation } = augmentation;
    const last = validation.findLastIndex(({ op }) => op !== "normalize");
    const operation = validation[last];
    const path = ["augmentation", "validation"];
    const message = {
      en: `training images come out at ${sizes.train} pixels and validation images at ${sizes.validation}; the network is planned for one size, so make them the same`,
      ko: `학습 이미지는 ${sizes.train} 픽셀, 검증 이미지는 ${sizes.validation} 픽셀로 나옵니다. 네트워크는 한 가지 크기를 전제로 하므로 크기를 같게 하세요.`,
    };
    const finding = { ...common, code: "output-size-differs", path: last < 0 ? path : [...path, last], message };
    if (operation?.op !== "centerCrop" && operation?.op !== "resize") return [finding];
    const edits = [{ path: [...path, last, "size"], value: sizes.train }];
    return [
      {
        ...finding,
        fix: { title: { en: `Validate at ${sizes.train} pixels`, ko: `${sizes.train} 픽셀로 검증하기` }, edits },
      },
    ];
  },
};
