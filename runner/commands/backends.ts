import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { UserError } from "../errors.ts";

export function register(program: Command): void {
  const backends = program
    .command("backends")
    .summary("what this machine can train on, and how to get the rest")
    .description(
      "Lists every backend in the order in which --backend auto prefers it: whether it is here, its device and memory, and " +
        "otherwise why not and how to get it.",
    )
    .option("--json", "the list as JSON, for programs")
    .action(async ({ json }: { json?: true }) => {
      const { probeBackends } = await import("../engine/index.ts");
      const { describeProbes } = await import("../engine/describe.ts");
      const probes = await probeBackends();
      console.log(json ? JSON.stringify(probes, null, 2) : describeProbes(probes));
    });

  backends
    .command("install")
    .summary("install a backend that does not come with the product")
    .description(
      "Installs TensorFlow's library (@tensorflow/tfjs-node-gpu where an NVIDIA driver, CUDA 11.2 and cuDNN 8.1 are found, " +
        "otherwise @tensorflow/tfjs-node) into your own data folder, after saying what it needs and downloads.",
    )
    .argument("<backend>", "only: tensorflow")
    .option("--yes", "do not ask before downloading")
    .action(install);
}

async function install(backend: string, { yes }: { yes?: true }): Promise<void> {
  if (backend !== "tensorflow") {
    throw new UserError(
      "unknown-backend",
      `expected the backend \`tensorflow\`, and \`${backend}\` came; the others come with the product (\`recipe-lab backends\`)`,
    );
  }
  const { obstacle, choosePackage } = await import("../engine/tensorflow/requirements.ts");
  const standsInTheWay = obstacle();
  if (standsInTheWay !== null) throw new UserError("backend-requirements", standsInTheWay);
  const { tensorflowFolder, TFJS_NODE_VERSION } = await import("../engine/tensorflow/packages.ts");
  const choice = choosePackage();
  console.error(
    `${choice.name} ${TFJS_NODE_VERSION}: ${choice.reason}.\n` +
      `It goes to ${tensorflowFolder()}. npm downloads it from its registry, and its install script downloads TensorFlow's ` +
      "library, some hundred megabytes, from storage.googleapis.com.",
  );
  if (!yes && !(await confirmed())) return;

  const { installTensorflow } = await import("../engine/tensorflow/install.ts");
  await installTensorflow(choice.name);
  const { probeBackend } = await import("../engine/index.ts");
  const probe = await probeBackend("tensorflow");
  if (!probe.available) {
    throw new UserError(
      "backend-install-failed",
      `${choice.name} is installed, but ${probe.reason}. ${probe.howToGet}`,
      {
        exitCode: 1,
      },
    );
  }
  console.error(`tensorflow is ready: ${probe.device}`);
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new UserError("confirmation-needed", "nothing was installed: run it on a terminal, or pass --yes to agree");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("Go on? [y/N] ");
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
