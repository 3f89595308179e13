import type { ColumnKind } from "../column.ts";

const secondsOf: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3_600, d: 86_400 };

/** The number that a value of a filter stands for in a column of this kind; null where it stands for none. */
export function readNumber(text: string, kind: ColumnKind): number | null {
  switch (kind) {
    case "duration": {
      const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|min|m|h|d)$/i.exec(text) ?? [];
      return amount === undefined || unit === undefined ? null : Number(amount) * secondsOf[unit.toLowerCase()]!;
    }
    case "time": {
      // A day alone would be read as midnight in Greenwich; people mean their own.
      const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text)
        ? new Date(text.includes("T") ? text : `${text}T00:00`).getTime()
        : Number.NaN;
      return Number.isNaN(time) ? null : time;
    }
    default: {
      const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?%?$/i.test(text) ? Number.parseFloat(text) : Number.NaN;
      return Number.isFinite(number) ? number : null;
    }
  }
}
