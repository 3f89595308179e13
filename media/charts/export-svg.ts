import { type ChartLine, dashes } from "./chart-line.ts";
import { bandPieces, linePieces, type Pieces } from "./line-path.ts";
import { type Picture, valueRanges, valueTicks } from "./picture.ts";
import { smooth } from "./smooth.ts";
import { axisTexts } from "./x-axis.ts";

const margin = { top: 36, left: 64, right: 64, bottom: 44 };
const rowHeight = 18;

/** A chart as a drawing of its own, with axes and legend, for papers and slides. */
export function chartSvg(
  picture: Omit<Picture, "colors"> & {
    colors: Pick<Picture["colors"], "background" | "text" | "muted" | "grid" | "mark">;
  },
  { title, width, height }: { title: string; width: number; height: number },
): string {
  const { lines, range, log, colors } = picture;
  const [right, bottom] = [width - margin.right, height - margin.bottom];
  const ranges = valueRanges(picture);
  const axis = axisTexts[picture.xAxis];
  const turn = log ? Math.log : (value: number) => value;
  const x = (value: number) =>
    margin.left + ((value - range.min) / (range.max - range.min || 1)) * (right - margin.left);
  const yOf = (side: ChartLine["axis"]) => (value: number) => {
    const [min, max] = ranges[side];
    return bottom - ((turn(value) - turn(min)) / (turn(max) - turn(min) || 1)) * (bottom - margin.top);
  };
  const out: string[] = [];
  for (const side of ["left", "right"] as const) {
    const first = lines.find((line) => line.axis === side);
    if (first === undefined) continue;
    for (const tick of valueTicks(picture, side, 8, ranges[side])) {
      const at = fixed(yOf(side)(tick));
      if (side === "left") out.push(`<path d="M${margin.left} ${at}H${right}" stroke="${colors.grid}"/>`);
      const [place, anchor] = side === "left" ? [margin.left - 8, "end"] : [right + 8, "start"];
      out.push(label(place, Number(at) + 4, first.format(tick), anchor, colors.muted));
    }
    const unit = first.unit === "" ? "" : ` (${first.unit})`;
    const place = side === "left" ? margin.left : right;
    out.push(label(place, margin.top - 8, `${first.label}${unit}`, side === "left" ? "start" : "end", colors.muted));
  }
  for (const tick of axis.ticks(range.min, range.max, 10)) {
    const at = fixed(x(tick));
    out.push(`<path d="M${at} ${margin.top}V${bottom}" stroke="${colors.grid}"/>`);
    out.push(label(Number(at), bottom + 18, axis.format(tick, range.max - range.min), "middle", colors.muted));
  }
  out.push(label((margin.left + right) / 2, height - 8, axis.label(), "middle", colors.muted));
  out.push(label(margin.left, 16, title, "start", colors.text));
  const body: string[] = [];
  for (const line of lines) {
    const projection = { x, y: yOf(line.axis), from: range.min, to: range.max };
    const dash = dashes[line.dash].length > 0 ? ` stroke-dasharray="${dashes[line.dash].join(" ")}"` : "";
    const band = bandPieces(line.points, projection);
    if (band.length > 0) body.push(`<path d="${pathOf(band, true)}" fill="${line.color}" opacity="0.16"/>`);
    const raw = linePieces(line.points, line.points.y, projection);
    const pen = `fill="none" stroke="${line.color}" stroke-linejoin="round"${dash}`;
    if (line.halfLife > 0) body.push(`<path d="${pathOf(raw)}" ${pen} opacity="0.3"/>`);
    const shown = line.halfLife > 0 ? linePieces(line.points, smooth(line.points, line.halfLife), projection) : raw;
    body.push(`<path d="${pathOf(shown)}" ${pen} stroke-width="1.8" stroke-linecap="round"/>`);
    for (const mark of line.marks)
      body.push(
        `<path d="M${fixed(x(mark))} ${margin.top}V${bottom}" stroke="${colors.mark}" stroke-dasharray="2 3"/>`,
      );
  }
  const legend = lines.flatMap((line, index) => {
    const y = height + rowHeight * (index + 0.5);
    const dash = dashes[line.dash].length > 0 ? ` stroke-dasharray="${dashes[line.dash].join(" ")}"` : "";
    return [
      `<path d="M${margin.left} ${y}h24" stroke="${line.color}" stroke-width="2"${dash}/>`,
      label(
        margin.left + 32,
        y + 4,
        [line.run?.slice(0, 200), line.label].filter(Boolean).join(" · "),
        "start",
        colors.text,
      ),
    ];
  });
  const total = height + rowHeight * lines.length + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${colors.background}"/>`,
    `<clipPath id="area"><rect x="${margin.left}" y="${margin.top}" width="${right - margin.left}" height="${bottom - margin.top}"/></clipPath>`,
    ...out,
    `<g clip-path="url(#area)">`,
    ...body,
    "</g>",
    ...legend,
    "</svg>",
    "",
  ].join("\n");
}

const fixed = (value: number) => value.toFixed(1);

/** A piece of one point becomes a line of no length, which round caps show as a dot. */
function pathOf(pieces: Pieces, closed = false): string {
  const parts = pieces.map((piece) => {
    const points: string[] = [];
    for (let i = 0; i < piece.length; i += 2) points.push(`${fixed(piece[i]!)} ${fixed(piece[i + 1]!)}`);
    return `M${points.join("L")}${closed ? "Z" : points.length === 1 ? "h0" : ""}`;
  });
  return parts.join("");
}

function label(x: number, y: number, text: string, anchor: string, color: string): string {
  return `<text x="${x}" y="${fixed(y)}" text-anchor="${anchor}" fill="${color}">${escaped(text)}</text>`;
}

/** Also without the characters that XML does not know at all. */
function escaped(text: string): string {
  const known = Array.from(text)
    .filter((each) => each >= " " || each === "\t")
    .join("");
  return known.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
}
