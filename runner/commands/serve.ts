import { resolve } from "node:path";
import type { Command } from "commander";
import { collect, wholeNumber } from "./option-values.ts";

interface Options {
  host: string;
  port: number;
  runs: string;
  data?: string[];
  tokenFile?: string;
  addressFile?: string;
  tlsCert?: string;
  tlsKey?: string;
  insecure?: true;
  allowOrigin?: string[];
  allowHost?: string[];
  maxRuns: number;
}

export function register(program: Command): void {
  program
    .command("serve")
    .summary("make this machine a runner")
    .description(
      "Takes recipes from clients, queues and trains them, and lets clients watch. Runs belong to the runner: they go on when clients leave, and after a restart from where they were. Whoever has the token may train here, and read the data folders.",
    )
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <n>", "port to listen on; 0 takes any that is free", wholeNumber(0, 65_535), 7733)
    .option("--runs <dir>", "where the folders of runs are", "runs")
    .option("--data <dir>", "a folder that recipes may read data and weights from; may be repeated", collect)
    .option(
      "--token-file <file>",
      "where the token is; made where it is missing (default: token in the configuration folder)",
    )
    .option("--address-file <file>", "write where the runner is to this file, and take it away at the end")
    .option("--tls-cert <file>", "certificate (PEM, with its chain) for HTTPS")
    .option("--tls-key <file>", "key of the certificate (PEM)")
    .option("--insecure", "listen beyond this machine without TLS: the network can read the token and the data")
    .option(
      "--allow-origin <origin>",
      "a web page's origin that may connect, exactly as browsers send it; may be repeated",
      collect,
    )
    .option("--allow-host <name>", "a name that clients reach this runner by; may be repeated", collect)
    .option("--max-runs <n>", "runs that train at the same time on each device", wholeNumber(1, 1_000), 1)
    .addHelpText(
      "after",
      `
The first lines on standard error say where the runner is and where its token is. SIGTERM and Ctrl-C end the runner; runs
that train go on, and the next runner on the same folder finds them.

Examples:
  recipe-lab serve --data /data
  recipe-lab serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem --data /data --runs /srv/runs`,
    )
    .action(serve);
}

async function serve(options: Options, command: Command): Promise<void> {
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
    command.error("error: --tls-cert and --tls-key go together");
  }
  const { Machine } = await import("../machine/machine.ts");
  const { defaultTokenFile, tokenOf } = await import("../server/access/token.ts");
  const { readServerCertificate } = await import("../server/tls.ts");
  const { listenPolicy } = await import("../server/listen-policy.ts");
  const { streamLog } = await import("../server/log.ts");
  const { createMetricsText } = await import("../server/prometheus.ts");
  const { writeAddressFile } = await import("../server/address-file.ts");
  const { startServer } = await import("../server/server.ts");
  const { openRunService } = await import("../runs/service/open-run-service.ts");
  // A runner needs no token of another one, and what it starts must not inherit it.
  delete process.env.RECIPE_LAB_TOKEN;
  const { host, port } = options;
  const certificate =
    options.tlsCert === undefined ? null : readServerCertificate(options.tlsCert, options.tlsKey as string);
  const policy = listenPolicy({
    host,
    certificate,
    insecure: options.insecure ?? false,
    allowHosts: options.allowHost ?? [],
    allowOrigins: options.allowOrigin ?? [],
  });
  const tokenFile = options.tokenFile ?? defaultTokenFile();
  const { token, created } = tokenOf(tokenFile);
  // Whoever read the log may go; the runner stays.
  process.stderr.on("error", () => {});
  const log = streamLog(process.stderr);
  const machine = new Machine({ warn: (message) => log.info(message) });
  const service = await openRunService({
    runsFolder: options.runs,
    dataRoots: options.data ?? [],
    runsPerDevice: options.maxRuns,
    machine,
    report: (message) => log.info(message),
  });
  const metrics = createMetricsText({ runs: () => service.list(), machine });
  const server = await startServer({
    service,
    token,
    host,
    port,
    tls: certificate,
    ...policy,
    log,
    machine,
    metrics,
  }).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  const forgetAddress =
    options.addressFile === undefined
      ? () => {}
      : writeAddressFile(options.addressFile, { url: server.url, tokenFile: resolve(tokenFile) });
  console.error(`runner   ${server.url}`);
  console.error(`token    ${created ? "new, " : ""}in ${tokenFile}`);
  if (certificate !== null) {
    console.error(
      `TLS      SHA-256 ${certificate.fingerprint}, until ${certificate.validTo.toISOString().slice(0, 10)}`,
    );
  } else if (options.insecure) {
    console.error("TLS      none: everyone on the network can read the token and what is sent");
  }
  if (options.data === undefined)
    console.error("data     no folder: name one with --data, recipes can read nothing else");

  const signal = await firstSignal();
  log.info(`${signal}: shutting down; runs that train go on`);
  forgetAddress();
  await server.close();
  await service.close();
}

/** Resolves at the first signal to end. The next one ends the process at once. */
function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const signals = ["SIGINT", "SIGTERM"] as const;
    const stop = (signal: NodeJS.Signals) => {
      for (const one of signals) process.off(one, stop);
      resolve(signal);
    };
    for (const signal of signals) process.on(signal, stop);
  });
}
