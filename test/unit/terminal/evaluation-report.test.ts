import { describe, expect, test } from "vitest";
import { epochTable } from "../../../runner/terminal/epoch-table.ts";
import { evaluationReport } from "../../../runner/terminal/evaluation-report.ts";
import { accuracyByClass, confusedPairs, confusionMatrix } from "../../../runner/training/confusion.ts";
import { escapeMarkup, worstImages } from "../../../runner/training/worst-images.ts";

const evaluation = {
  labels: Int32Array.of(0, 0, 0, 1, 1),
  predictions: Int32Array.of(0, 1, 1, 1, 0),
  ranks: Int32Array.of(0, 1, 5, 0, 1),
  losses: Float64Array.of(0.1, 2, 5, 0.2, 2),
};
const classes = ["cat", "dog", "eel"];

describe("an evaluation, class by class", () => {
  test("counts", () => {
    expect(accuracyByClass(evaluation, classes)).toEqual([
      { name: "cat", images: 3, top1: 1 / 3, top5: 2 / 3 },
      { name: "dog", images: 2, top1: 0.5, top5: 1 },
      { name: "eel", images: 0, top1: null, top5: null },
    ]);
    expect(confusionMatrix(evaluation, 3)).toEqual([
      [1, 2, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(confusedPairs(evaluation)).toEqual([
      { label: 0, prediction: 1, images: 2 },
      { label: 1, prediction: 0, images: 1 },
    ]);
    expect(worstImages(evaluation)).toEqual([2, 1, 4]);
  });

  test("prints tables", () => {
    const report = evaluationReport(
      { loss: 1.86, top1: 0.4, top5: 0.8 },
      accuracyByClass(evaluation, classes),
      evaluation,
    );
    expect(report).toBe(`class  images  top-1 %  top-5 %
cat         3     33.3     66.7
dog         2     50.0    100.0
eel         0        –        –

   true class \\ predicted  1  2  3
1  cat                     1  2  ·
2  dog                     1  1  ·
3  eel                     ·  ·  ·

top-1  40.0 %
top-5  80.0 %
loss   1.8600
images 5`);
  });

  test("lists pairs where a matrix would not fit", () => {
    const many = Array.from({ length: 21 }, (_, label) => `class ${label}`);
    const report = evaluationReport({ loss: 1, top1: 0.4, top5: 0.8 }, accuracyByClass(evaluation, many), evaluation);
    expect(report).toContain(`most confused  taken for  images  % of class
class 0        class 1         2        66.7
class 1        class 0         1        50.0`);
    expect(report).not.toContain("true class");
  });
});

test("a name is text to Pango", () => expect(escapeMarkup("<b>&amp;</b>")).toBe("&lt;b&gt;&amp;amp;&lt;/b&gt;"));

test("the table of epochs has a dash where nothing was measured", () => {
  const row = {
    epoch: 0,
    steps: 2,
    trainLoss: 1.5,
    trainTop1: 0.25,
    validation: null,
    learningRate: 0.1,
    seconds: 4,
    dataWait: 0,
    images: 40,
  };
  expect(epochTable([row, { ...row, epoch: 1, validation: { loss: 1, top1: 0.5, top5: 1 } }])).toBe(
    `epoch   loss  top-1 %  validation loss  top-1 %  top-5 %  rate  images/s   time
    1  1.500     25.0                –        –        –   0.1        10  4.0 s
    2  1.500     25.0            1.000     50.0    100.0   0.1        10  4.0 s`,
  );
});
