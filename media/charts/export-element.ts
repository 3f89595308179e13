import { canvasPng } from "../parts/canvas-png.ts";
import type { ChartColors } from "../theme/chart-colors.ts";

/** What is on the page alone, and in no picture: `<g data-on-page>`. */
const onPage = "[data-on-page]";

/** A drawing of the page as a file of its own. Its colours have to stand in it, not in the page's styles. */
export function elementSvg(drawing: SVGSVGElement, { background, font }: ChartColors): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  for (const each of copy.querySelectorAll(onPage)) each.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", font.replace(/^\S+ /, ""));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: background }))
    ground.setAttribute(name, value);
  copy.prepend(ground);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

/** The same as the bytes of a PNG, with two pixels for each of the drawing. */
export async function elementPng(drawing: SVGSVGElement, colors: ChartColors): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([elementSvg(drawing, colors)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvasPng(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}
