import { useId } from "preact/hooks";
import { t } from "../../l10n/index.ts";
import type { FilterProblem } from "./filter/apply-filter.ts";
import { problemText } from "./filter/problem-text.ts";

interface Props {
  filter: string;
  problem: FilterProblem | null;
  onFilter: (filter: string) => void;
}

/** Where the runs are narrowed down. What cannot be read is said below it, and narrows nothing. */
export function FilterBox({ filter, problem, onFilter }: Props) {
  const id = useId();
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
        aria-invalid={problem !== null}
        onInput={({ currentTarget }) => onFilter(currentTarget.value)}
      />
      <p class="hint" id={`${id}hint`}>
        {t("filter.hint")}
      </p>
      <p class="error" id={`${id}problem`} role="status">
        {problem !== null && (
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
