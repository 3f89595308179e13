import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { type PlainKey, t } from "../../l10n/index.ts";
import type { Column } from "./column.ts";
import { headerText } from "./write-table.ts";

interface Props {
  columns: readonly Column[];
  isShown: (column: Column) => boolean;
  onShow: (id: string, shown: boolean) => void;
  onAll: () => void;
  onReset: () => void;
}

const groups = [
  ["run", "table.groupRun"],
  ["metric", "table.groupMetric"],
  ["recipe", "table.groupRecipe"],
] as const satisfies readonly (readonly [Column["group"], PlainKey])[];

/** A button that opens a list of columns to tick; Escape, and a click or the focus elsewhere, close it. */
export function ColumnMenu({ columns, isShown, onShow, onAll, onReset }: Props) {
  const open = useSignal(false);
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open.value) return;
    element.current?.querySelector<HTMLElement>(".items input, .items button")?.focus();
    const onElsewhere = ({ target }: Event) => {
      if (!element.current?.contains(target as Node)) open.value = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      open.value = false;
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onElsewhere);
    document.addEventListener("focusin", onElsewhere);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onElsewhere);
      document.removeEventListener("focusin", onElsewhere);
      document.removeEventListener("keydown", onKey);
    };
  }, [open.value]);
  return (
    <div class="menu column-menu" ref={element}>
      <button
        type="button"
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={open.value}
        aria-controls={id}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {t("table.columns")} <span aria-hidden="true">▾</span>
      </button>
      {open.value && (
        <div class="items" id={id} role="dialog" aria-label={t("table.columns")}>
          <div class="actions">
            <button type="button" onClick={onAll}>
              {t("table.showAll")}
            </button>
            <button type="button" onClick={onReset}>
              {t("table.reset")}
            </button>
          </div>
          {groups.map(([group, title]) => {
            const members = columns.filter((column) => column.group === group);
            if (members.length === 0) return null;
            return (
              <fieldset key={group}>
                <legend class="muted">{t(title)}</legend>
                {members.map((column) => (
                  <label key={column.id}>
                    <input
                      type="checkbox"
                      checked={isShown(column)}
                      onChange={({ currentTarget }) => onShow(column.id, currentTarget.checked)}
                    />
                    {headerText(column)}
                  </label>
                ))}
              </fieldset>
            );
          })}
        </div>
      )}
    </div>
  );
}
