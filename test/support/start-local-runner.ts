import { LocalRunner } from "../../extension/runners/local-runner.ts";

/** A window in a process of its own: starts the runner on this machine, and tells its process' number. */
const [folder = "", program = "", runs = ""] = process.argv.slice(2);
const local = new LocalRunner({ folder, program, runsFolder: () => runs });
void local.start().then(() => {
  const found = local.look();
  process.send?.(found.state === "running" ? found.pid : found.state, () => process.exit(0));
});
