/** The shipped program is started as Node, by the editor's own copy; and what belongs to the editor's process stays with it. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("VSCODE_") && !["NODE_OPTIONS", "RECIPE_LAB_TOKEN"].includes(name),
  );
  return { ...Object.fromEntries(own), ELECTRON_RUN_AS_NODE: "1" };
}
