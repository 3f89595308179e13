import { useSignal } from "@preact/signals";
import { metrics } from "../../../../shared/metrics.ts";
import type { EvaluationDetail } from "../../../../shared/protocol/evaluation.ts";
import { formatCount, t } from "../../../l10n/index.ts";
import { markdownTable } from "../../../parts/markdown-table.ts";
import { Name } from "../../../parts/name.tsx";
import { type ClassColumn, type ClassOrder, type ClassRow, classColumns, classRows } from "./class-rows.ts";

/** As many rows as a person looks through. */
const most = 500;

const share = (value: number | null) => (value === null ? "–" : metrics["validation/top1"].format(value));
const cells = ({ images, top1, top5 }: ClassRow) => [formatCount(images), share(top1), share(top5)];

interface Props {
  evaluation: EvaluationDetail;
  copy: (text: string) => void;
}

/** How well each class is recognised, in any order. */
export function ClassTable({ evaluation, copy }: Props) {
  const order = useSignal<ClassOrder>({ by: "top1", descending: false });
  const { by, descending } = order.value;
  const rows = classRows(evaluation, order.value);
  const titles = {
    name: t("confusion.class"),
    images: t("confusion.images"),
    top1: "top-1 %",
    top5: "top-5 %",
  } satisfies Record<ClassColumn, string>;
  const markdown = () =>
    markdownTable(
      classColumns.map((column) => ({ title: titles[column], isNumber: column !== "name" })),
      rows.map((row) => [row.name, ...cells(row)]),
    );
  return (
    <section aria-labelledby="classes-title">
      <div class="section-head">
        <h3 id="classes-title">{t("confusion.classes")}</h3>
        <button type="button" class="plain" onClick={() => copy(markdown())}>
          {t("copy.markdown")}
        </button>
      </div>
      <div class="scroll">
        <table class="list">
          <thead>
            <tr>
              {classColumns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  class={column === "name" ? "" : "number"}
                  aria-sort={by !== column ? "none" : descending ? "descending" : "ascending"}
                >
                  <button
                    type="button"
                    class="plain"
                    onClick={() => {
                      order.value = { by: column, descending: by === column && !descending };
                    }}
                  >
                    {titles[column]}
                    {by === column && <span aria-hidden="true">{descending ? "↓" : "↑"}</span>}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={row.name}>
                <th scope="row" class="of-class">
                  <Name text={row.name} />
                </th>
                {cells(row).map((cell, i) => (
                  <td key={classColumns[i + 1]} class="number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && <p class="muted">{t("confusion.first", { count: most, total: rows.length })}</p>}
    </section>
  );
}
