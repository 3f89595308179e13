import { count } from "../../../shared/count.ts";
import { printable } from "../../terminal/style.ts";
import { table } from "../../terminal/table.ts";
import type { ColorSummary } from "./color-statistics.ts";
import type { Inspection } from "./inspect.ts";

/** Lists are cut at so many entries; --json has them all. */
const listed = 20;

/** An inspection as a person reads it. */
export function describeInspection(inspection: Inspection, format: string): string {
  const { images, classes, sizes, broken, duplicates, color } = inspection;
  const sections = [
    `${count(images, "image")} in ${count(classes.length, "class", "classes")} (${format})`,
    describeClasses(inspection),
  ];
  if (sizes) {
    const spread = (side: "width" | "height") =>
      `${side} ${sizes[side].min} to ${sizes[side].max}, median ${sizes[side].median}`;
    const common = sizes.common.map((size) => `${size.width}×${size.height} (${count(size.images, "image")})`);
    sections.push(`Sizes in pixels: ${spread("width")}; ${spread("height")}. Most frequent: ${common.join(", ")}`);
  }
  sections.push(
    broken.length === 0
      ? "Broken: none"
      : `Broken: ${count(broken.length, "image")}\n${list(broken, ({ image, reason }) => `${printable(image)}: ${reason}`)}`,
  );
  const across = duplicates.filter((group) => group.classes.length > 1).length;
  sections.push(
    duplicates.length === 0
      ? "Duplicates: none"
      : `Duplicates: ${count(duplicates.length, "group")} of images with the same pixels${across > 0 ? `, ${across} of them across classes` : ""}\n${list(
          duplicates,
          (group) =>
            group.images
              .slice(0, 5)
              .map((image) => printable(image))
              .join("  =  ") + (group.images.length > 5 ? `  and ${group.images.length - 5} more` : ""),
        )}`,
  );
  if (color) sections.push(describeColor(color));
  return sections.join("\n\n");
}

function describeClasses({ classes, images }: Inspection): string {
  const counts = classes.map((entry) => entry.images);
  const [smallest, largest] = [Math.min(...counts), Math.max(...counts)];
  const balance =
    smallest === largest
      ? "Balanced: every class has the same number."
      : `Balance: the largest class has ${smallest === 0 ? "images and the smallest none" : `${(largest / smallest).toFixed(1)} times as many images as the smallest`}; always answering it would be right ${((100 * largest) / images).toFixed(1)} % of the time.`;
  const rows = table(
    [
      { title: "class", value: (row) => printable(row.name, 60) },
      { title: "images", value: (row) => row.images.toLocaleString("en-US"), align: "right" },
      { title: "share", value: (row) => `${((100 * row.images) / images).toFixed(1)} %`, align: "right" },
      { title: "broken", value: (row) => (row.broken === 0 ? "" : String(row.broken)), align: "right" },
    ],
    classes,
  );
  return `${rows}\n${balance}`;
}

function describeColor(color: ColorSummary): string {
  const { normalize, pcaNoise } = recipeLines(color);
  const line = (title: string, values: readonly number[], digits = 3) =>
    `  ${title.padEnd(50)}${values.map((value) => value.toFixed(digits).padStart(9)).join("")}`;
  return [
    `Colour over ${count(color.pixels, "pixel")}; grey levels 0 to 255; red, green, blue`,
    line("mean", color.mean),
    line("standard deviation", color.standardDeviation),
    "Principal colours, the strongest first",
    line("standard deviation", color.principalDeviations),
    line("eigenvalues λ (of the covariance, divided by 255)", color.eigenvalues),
    ...color.eigenvectors.map((row, k) => line(`eigenvectors E, ${["red", "green", "blue"][k]}`, row, 4)),
    "",
    "For the recipe:",
    `  ${JSON.stringify(pcaNoise)},`,
    `  ${JSON.stringify(normalize)}`,
  ].join("\n");
}

/** The operations that fit these colours, ready for `augmentation.train`. */
export function recipeLines(color: ColorSummary) {
  const round = (values: readonly number[], digits: number) => values.map((value) => Number(value.toFixed(digits)));
  return {
    pcaNoise: {
      op: "pcaNoise",
      eigenvalues: round(color.eigenvalues, 4),
      eigenvectors: color.eigenvectors.map((row) => round(row, 4)),
    },
    // A deviation of 0 (one colour everywhere) would divide by nothing.
    normalize: {
      op: "normalize",
      mean: round(color.mean, 3),
      standardDeviation: round(color.standardDeviation, 3).map((value) => value || 1),
    },
  };
}

function list<Item>(items: readonly Item[], text: (item: Item) => string): string {
  const lines = items.slice(0, listed).map((item) => `  ${text(item)}`);
  if (items.length > listed) lines.push(`  and ${items.length - listed} more (--json lists all)`);
  return lines.join("\n");
}
