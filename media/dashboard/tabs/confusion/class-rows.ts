import type { EvaluationDetail } from "../../../../shared/protocol/evaluation.ts";

/** One class of an evaluation. Shares are null where it has no image. */
export interface ClassRow {
  name: string;
  images: number;
  top1: number | null;
  top5: number | null;
}

export const classColumns = ["name", "images", "top1", "top5"] as const;
export type ClassColumn = (typeof classColumns)[number];

export interface ClassOrder {
  by: ClassColumn;
  descending: boolean;
}

/** The classes in an order; those without images come last, and those that are equal stay in the data set's order. */
export function classRows({ classes, perClass }: EvaluationDetail, { by, descending }: ClassOrder): ClassRow[] {
  const rows = perClass.map((row, label) => ({ name: classes[label] ?? "", ...row }));
  const turn = descending ? -1 : 1;
  return rows.sort((a, b) => {
    if (by === "name") return turn * a.name.localeCompare(b.name, undefined, { numeric: true });
    const [x, y] = [a[by], b[by]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return turn * (x - y);
  });
}
