import { useMemo } from "preact/hooks";
import { differingFieldsOf } from "../../../../shared/recipe/editor/differences.ts";
import { t } from "../../../l10n/index.ts";
import { isolate } from "../../../parts/isolate.ts";
import { markdownTable } from "../../../parts/markdown-table.ts";
import { Name } from "../../../parts/name.tsx";
import type { PlannedRecipe } from "../../plan-recipe.ts";
import { alignLines } from "./align-lines.ts";
import { valueLines } from "./value-lines.ts";

/** One side of a comparison. */
export interface ComparedRecipe {
  /** Of the run. */
  name: string;
  color: string;
  /** With bases and defaults; null where the run has no plan yet. */
  recipe: PlannedRecipe | null;
  /** As written. */
  text: string;
}

interface Props {
  left: ComparedRecipe;
  right: ComparedRecipe;
  copy: (text: string) => void;
}

/** The fields in which two recipes differ once everything is written out, and below them what was written. */
export function ComparedRecipes({ left, right, copy }: Props) {
  const unplanned = [left, right].find(({ recipe }) => recipe === null);
  return (
    <>
      {left.recipe !== null && right.recipe !== null ? (
        <Fields left={left} right={right} recipes={[left.recipe, right.recipe]} copy={copy} />
      ) : (
        <p class="muted">{t("difference.noPlan", { name: isolate(unplanned?.name ?? "") })}</p>
      )}
      {left.text !== right.text && (
        <details class="written">
          <summary>{t("difference.text")}</summary>
          <SideBySide left={left} right={right} />
        </details>
      )}
    </>
  );
}

function Fields({ left, right, recipes, copy }: Props & { recipes: [PlannedRecipe, PlannedRecipe] }) {
  const fields = differingFieldsOf(recipes).map(({ path, values }) => ({
    path,
    left: valueLines(values[0]),
    right: valueLines(values[1]),
  }));
  if (fields.length === 0) return <p>{t("difference.same")}</p>;
  const shown = (lines: string[]) => (lines.length === 0 ? "–" : lines.join(", "));
  const markdown = () =>
    markdownTable(
      [t("difference.field"), left.name, right.name].map((title) => ({ title, isNumber: false })),
      fields.map((field) => [field.path, shown(field.left), shown(field.right)]),
    );
  return (
    <>
      <div class="section-head">
        <p>{t("difference.count", { count: fields.length })}</p>
        <button type="button" class="plain" onClick={() => copy(markdown())}>
          {t("copy.markdown")}
        </button>
      </div>
      <section
        class="scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse
        tabIndex={0}
        aria-label={t("tab.difference")}
      >
        <table class="list differences">
          <thead>
            <tr>
              <th scope="col">{t("difference.field")}</th>
              {[left, right].map(({ name, color }, i) => (
                <th key={i === 0 ? "left" : "right"} scope="col">
                  <span class="accent" aria-hidden="true" style={{ backgroundColor: color }} /> <Name text={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.path}>
                <th scope="row" class="mono">
                  {field.path}
                </th>
                <Values {...field} names={[left.name, right.name]} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface Sides {
  names: readonly [string, string];
  left: readonly string[];
  right: readonly string[];
}

/** The two cells of a field. Of lists the elements that both have are faint. */
function Values({ names, left, right }: Sides) {
  const aligned = alignLines(left, right);
  const several = left.length > 1 || right.length > 1;
  return (["left", "right"] as const).map((side, i) => (
    <td key={side} class="mono" dir="ltr">
      {(side === "left" ? left : right).length === 0 && <span class="muted">{t("difference.absent")}</span>}
      {aligned.map((line, at) =>
        line[side] === null ? null : (
          <Line
            key={`${at}`}
            text={line[side]}
            own={several && line.left !== line.right ? names[i]! : null}
            side={side}
          />
        ),
      )}
    </td>
  ));
}

/** @param own the side's name where it alone has the line */
function Line({ text, own, side }: { text: string; own: string | null; side: "left" | "right" }) {
  if (own === null) return <div class="line">{text}</div>;
  return (
    <div class={`line own ${side}`} title={t("difference.gone", { name: isolate(own) })}>
      <span class="sign">{side === "left" ? "−" : "+"}</span>
      {text}
    </div>
  );
}

/** The two texts beside each other, line by line. */
function SideBySide({ left, right }: Pick<Props, "left" | "right">) {
  const rows = useMemo(() => alignLines(left.text.split(/\r?\n/), right.text.split(/\r?\n/)), [left.text, right.text]);
  const names = [left.name, right.name] as const;
  return (
    <section
      class="scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse
      tabIndex={0}
      aria-label={t("difference.text")}
    >
      <table class="list side-by-side mono" dir="ltr">
        <thead>
          <tr>
            {names.map((name, i) => (
              <th key={i === 0 ? "left" : "right"} scope="col">
                <Name text={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((line, at) => {
            const same = line.left === line.right;
            return (
              <tr key={`${at}`}>
                <td>{line.left !== null && <Line text={line.left} own={same ? null : names[0]} side="left" />}</td>
                <td>{line.right !== null && <Line text={line.right} own={same ? null : names[1]} side="right" />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
