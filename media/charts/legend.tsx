import type { ReadonlySignal } from "@preact/signals";
import { t } from "../l10n/index.ts";
import { bestOf, type ChartLine, dashes, lastOf } from "./chart-line.ts";
import { nearest } from "./points.ts";

interface Props {
  lines: readonly ChartLine[];
  hidden: ReadonlySet<string>;
  onHidden: (id: string, hidden: boolean) => void;
  cursor: ReadonlySignal<number | null>;
}

/** The lines by colour and dash, with their value at the cursor, or the last one, and the best; a click hides one. */
export function Legend({ lines, hidden, onHidden, cursor }: Props) {
  const at = cursor.value;
  const several = lines.some(({ run }) => run !== null);
  return (
    <div class="legend">
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t("legend.line")}</th>
            <th scope="col">{at === null ? t("legend.last") : t("legend.atCursor")}</th>
            <th scope="col">{t("legend.best")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const value = at === null ? lastOf(line) : valueAt(line, at);
            const best = bestOf(line);
            return (
              <tr key={line.id} class={hidden.has(line.id) ? "off" : ""}>
                <th scope="row">
                  <button
                    type="button"
                    class="plain"
                    aria-pressed={!hidden.has(line.id)}
                    onClick={() => onHidden(line.id, !hidden.has(line.id))}
                  >
                    <Swatch line={line} />
                    {several && (
                      <span class="name run" dir="auto">
                        {line.run?.slice(0, 200)}
                      </span>
                    )}
                    <span class="name">{line.label}</span>
                  </button>
                </th>
                <td class="number">{value === null ? "–" : line.format(value)}</td>
                <td class="unit muted">{line.unit}</td>
                <td class="number best muted">
                  {best !== null &&
                    `${line.best === "lowest" ? t("legend.lowest") : t("legend.highest")} ${line.format(best)}`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function Swatch({ line: { color, dash } }: { line: Pick<ChartLine, "color" | "dash"> }) {
  return (
    <svg class="swatch" width="18" height="8" aria-hidden="true">
      <line x1="0" x2="18" y1="4" y2="4" stroke={color} stroke-width="2" stroke-dasharray={dashes[dash].join(" ")} />
    </svg>
  );
}

function valueAt({ points: { x, y } }: ChartLine, at: number): number | null {
  const index = nearest(x, at);
  const value = index < 0 ? Number.NaN : y[index]!;
  return Number.isFinite(value) ? value : null;
}
