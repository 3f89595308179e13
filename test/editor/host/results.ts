/** What became of one Mocha test in the extension host. `notRun`: the host ended before its turn. */
export interface TestResult {
  /** The suites around it and its own title, outermost first. */
  path: string[];
  state: "passed" | "failed" | "skipped" | "notRun";
  durationMs: number;
  /** The failure with its stack, or why it was skipped. */
  message: string;
}

/** The environment variables by which the suite in the extension host learns what it needs. */
export const variables = {
  /** Where to write the results: a JSON array of TestResult. */
  results: "RECIPE_LAB_EDITOR_RESULTS",
  /** Which suites to run, by their file's name without ".test"; several with commas between. */
  suites: "RECIPE_LAB_EDITOR_SUITES",
  /** A temporary folder of this run: a test may write there. */
  scratch: "RECIPE_LAB_EDITOR_SCRATCH",
  /** Where the launcher lends its hands (hands.ts); VS Code desktop has none. */
  hands: "RECIPE_LAB_EDITOR_HANDS",
  /** The language of the window that the launcher opens. */
  language: "RECIPE_LAB_EDITOR_LANGUAGE",
  /** The VS Code server's program, for the launcher, whose cache folder is the test's own. */
  server: "RECIPE_LAB_EDITOR_SERVER",
  /** Listeners of a suite: a JSON array of {url, report}, as host/canary.ts has them. */
  canaries: "RECIPE_LAB_EDITOR_CANARIES",
} as const;
