import { runColors } from "../../../shared/dashboard/run-colors.ts";

/** From little to much: two of the colours that runs have, which everybody tells apart and every theme shows. */
const [little, much] = [runColors[0], runColors[1]];

/** The colour of a place between 0 and 1, as #rrggbb: mixed as light mixes, so that the middle is not darker than both. */
export function valueColor(place: number): string {
  const share = Math.min(1, Math.max(0, place));
  const mixed = [1, 3, 5].map((at) => {
    const [a, b] = [little, much].map((color) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
    return Math.round((a! + (b! - a!) * share) ** (1 / 2.2) * 255);
  });
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
