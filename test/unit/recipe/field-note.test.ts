import { describe, expect, it } from "vitest";
import { fieldNote, noteMarkdown, valueNotes } from "../../../shared/recipe/field-note.ts";

const decay = (kind: string) => ({ learningRate: { decay: { kind } } });

describe("the note of a field", () => {
  it("has everything that a hover shows, in the language asked for", () => {
    expect(fieldNote(["learningRate", "warmup", "epochs"], {}, "en")).toMatchObject({
      title: "Warm-up epochs",
      expects: "a number of at least 0",
      default: "0",
      unit: "epochs",
      source: "§3.1 of the paper",
      values: [],
    });
    expect(fieldNote(["learningRate", "warmup", "epochs"], {}, "ko")).toMatchObject({
      title: "워밍업 에폭",
      expects: "0 이상의 수",
      default: "0",
      unit: "에폭",
      source: "논문 §3.1",
    });
  });

  it.each<[string, (string | number)[], unknown, string]>([
    ["a field of the kind that is written", ["learningRate", "decay", "power"], decay("polynomial"), "Power"],
    ["the kind itself", ["learningRate", "decay", "kind"], decay("cosine"), "Cosine decay"],
    ["a kind that there is not", ["learningRate", "decay", "kind"], decay("cosin"), "Kind"],
    ["a section", ["training"], {}, "Training"],
    [
      "an object beside a number",
      ["training", "batchSize", "initial"],
      { training: { batchSize: {} } },
      "Initial batch size",
    ],
    ["an item of a plain list", ["data", "background", 1], { data: { background: [0, 0, 0] } }, "Background"],
    [
      "an option of an operation",
      ["augmentation", "train", 1, "padding"],
      { augmentation: { train: [{}, { op: "randomCrop" }] } },
      "Padding",
    ],
  ])("%s", (_name, path, recipe, title) => {
    expect(fieldNote(path, recipe)?.title).toBe(title);
  });

  it.each<[(string | number)[], unknown]>([
    [["trainig"], {}],
    [["training", "toString"], {}],
    [["learningRate", "decay", "power"], decay("cosine")],
    [["learningRate", "decay", "power"], decay("cosin")],
  ])("%j is no field", (path, recipe) => {
    expect(fieldNote(path, recipe)).toBeUndefined();
  });

  it("a section has no default, a list of operations has one", () => {
    expect(fieldNote(["training"], {})?.default).toBeNull();
    expect(fieldNote(["training", "checkpoint", "everySteps"], {})?.default).toBe("null");
    expect(fieldNote(["learningRate", "decay"], {})?.default).toBe('{"kind":"step","epochs":[30,60,90],"factor":0.1}');
  });

  it("as Markdown", () => {
    const note = fieldNote(["training", "devices"], {}, "ko")!;
    expect(noteMarkdown(note, "ko")).toBe(
      `**장치**\n\n${note.description}\n\n- 필요한 값: \`"all"\` 또는 1 이상 1024 이하의 정수\n- 기본값: \`"all"\`\n\n*출처: ${note.source}*`,
    );
  });
});

describe("the values of a field", () => {
  const named = (path: (string | number)[], recipe: unknown = {}) => valueNotes(path, recipe).map(({ value }) => value);

  it.each<[(string | number)[], unknown[]]>([
    [
      ["learningRate", "decay", "kind"],
      ["constant", "step", "cosine", "polynomial"],
    ],
    [
      ["model", "variant"],
      ["original", "b", "c", "d"],
    ],
    [
      ["model", "zeroGamma"],
      [true, false],
    ],
    [["training", "devices"], ["all"]],
    [["augmentation", "mixup"], [null]],
    [["learningRate", "linearScaling"], [false]],
    [["extends"], ["paper:baseline", "paper:efficient", "small:baseline", "small:efficient"]],
    [["training", "epochs"], []],
    [["nothing"], []],
  ])("%j", (path, expected) => {
    expect(named(path)).toEqual(expected);
  });

  it("of the pipelines are their operations", () => {
    const recipe = { augmentation: { validation: [{ op: "x" }] } };
    expect(named(["augmentation", "validation", 0, "op"], recipe)).toEqual([
      "resize",
      "resizeShorterEdge",
      "centerCrop",
      "normalize",
    ]);
  });

  it("are explained in the language asked for", () => {
    const [, step] = valueNotes(["learningRate", "decay", "kind"], {}, "ko");
    expect(step).toMatchObject({
      value: "step",
      title: "계단식 감쇠",
      description: expect.stringContaining("`factor`"),
    });
    const [preset] = valueNotes(["extends"], {}, "ko");
    expect(preset).toMatchObject({ value: "paper:baseline", title: "논문의 베이스라인" });
  });
});
