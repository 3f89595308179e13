/** One thing that `doctor` looked at. */
export interface Check {
  /** Stable, kebab-case. */
  id: string;
  title: string;
  ok: boolean;
  /** Whether nothing works without it. */
  essential: boolean;
  /** What was found. */
  found: string;
  /** What to do where it is not well; null where nothing is to be done. */
  advice: string | null;
}
