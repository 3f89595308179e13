import { useId } from "preact/hooks";
import { t } from "../../l10n/index.ts";
import type { FilterProblem } from "./filter/apply-filter.ts";
import { problemText } from "./filter/problem-text.ts";

interface Props {
  filter: string;
  problem: FilterProblem | null;
  onFilter: (filter: string) => void;
  /** Runs whose recipe is still being read: a name may turn out to be a field's. */
  unread: number;
}

/** Where the runs are narrowed down. What cannot be read is said below it, and narrows nothing. */
export function FilterBox({ filter, problem, onFilter, unread }: Props) {
  const id = useId();
  const waits = problem?.code === "unknownName" && unread > 0;
  return (
    <div class="filter-box">
      <input
        type="search"
        value={filter}
        maxLength={2_000}
        spellcheck={false}
        autocomplete="off"
        placeholder={t("filter.placeholder")}
        aria-label={t("filter.label")}
        aria-describedby={`${id}hint ${id}problem`}
        aria-invalid={problem !== null && !waits}
        onInput={({ currentTarget }) => onFilter(currentTarget.value)}
      />
      <p class="hint" id={`${id}hint`}>
        {t("filter.hint")}
      </p>
      <p class={waits ? "said muted" : "said error"} id={`${id}problem`} role="status">
        {waits && t("filter.waits", { count: unread })}
        {problem !== null && !waits && (
          <>
            <span class="excerpt mono" dir="ltr" aria-hidden="true">
              {filter.slice(Math.max(0, problem.start - 24), problem.start)}
              <mark>{filter.slice(problem.start, problem.end)}</mark>
              {filter.slice(problem.end, problem.end + 24)}
            </span>{" "}
            {problemText(problem, filter)}
          </>
        )}
      </p>
    </div>
  );
}
