import { t } from "../../../l10n/index.ts";
import type { FilterProblem } from "./apply-filter.ts";

/** What is wrong with a filter, where it stands, and what to write instead. */
export function problemText(problem: FilterProblem, filter: string): string {
  const at = filter.slice(problem.start, problem.end).slice(0, 60);
  switch (problem.code) {
    case "valueMissing":
    case "nameMissing":
    case "quoteOpen":
      return t(`filter.${problem.code}`, { at });
    case "unknownName":
      return t("filter.unknownName", { name: problem.name.slice(0, 60) });
    case "ambiguousName":
      return t("filter.ambiguousName", { name: problem.name, meant: problem.meant.slice(0, 6).join(", ") });
    case "notOrdered":
      return t("filter.notOrdered", { name: problem.name });
    case "wrongValue":
      return t(`filter.wrong.${problem.kind}`, { name: problem.name, value: problem.value.slice(0, 60) });
  }
}
