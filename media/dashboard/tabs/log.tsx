import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatClock, formatTime, t } from "../../l10n/index.ts";
import { type LogLevel, type LogRow, logLevels, logRows } from "./log-rows.ts";
import type { TabProps } from "./tab.ts";

const rowHeight = 20;
const viewHeight = 320;

/** The log: what was said, and each change of state. Only the rows in view are in the document. */
export function LogTab({ run }: TabProps) {
  run.version.value; // there may be more of it
  const level = useSignal<LogLevel>("info");
  const filter = useSignal("");
  const top = useSignal(0);
  const view = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const rows = logRows(run.series.log, { level: level.value, text: filter.value });
  const first = Math.max(0, Math.floor(top.value / rowHeight) - 5);
  const shown = rows.slice(first, first + viewHeight / rowHeight + 10);
  useLayoutEffect(() => {
    if (atEnd.current && view.current) view.current.scrollTop = view.current.scrollHeight;
  }, [rows.length]);
  return (
    <>
      <p class="tab-actions">
        <label>
          {t("log.level")}{" "}
          <select
            value={level.value}
            onChange={({ currentTarget }) => {
              level.value = currentTarget.value as LogLevel;
            }}
          >
            {logLevels.map((name) => (
              <option key={name} value={name}>
                {t(`log.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <input
          type="search"
          value={filter.value}
          placeholder={t("log.filter")}
          aria-label={t("log.filter")}
          onInput={({ currentTarget }) => {
            filter.value = currentTarget.value;
          }}
        />
        <span class="muted">{t("log.count", { count: rows.length })}</span>
      </p>
      <div
        ref={view}
        class="log mono"
        role="log"
        aria-live="off"
        aria-label={t("tab.log")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          top.value = currentTarget.scrollTop;
          atEnd.current = currentTarget.scrollTop + currentTarget.clientHeight > currentTarget.scrollHeight - rowHeight;
        }}
      >
        <Spacer rows={first} />
        {shown.map((row) => (
          <Line key={row.sequence} row={row} />
        ))}
        <Spacer rows={rows.length - first - shown.length} />
      </div>
    </>
  );
}

function Line({ row }: { row: LogRow }) {
  const text = row.text.slice(0, 2_000);
  return (
    <div class={`row ${row.level}`}>
      <time class="muted" title={formatTime(row.time)}>
        {formatClock(row.time)}
      </time>
      <span class="level">{row.level === "info" ? "" : t(`log.is.${row.level}`)}</span>
      <bdi dir="auto" title={text}>
        {text}
      </bdi>
    </div>
  );
}

function Spacer({ rows }: { rows: number }) {
  const set = (element: HTMLDivElement | null) => {
    if (element !== null) element.style.height = `${Math.max(0, rows) * rowHeight}px`;
  };
  return <div ref={set} />;
}
