import { type ChildProcess, fork } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { constants, loadavg, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { builtFile } from "../../built-file.ts";
import { type Machine, thisMachine } from "../machine.ts";
import type { ClientCommand, Connected, Delivered } from "./client-commands.ts";
import { type LiveRun, startLiveRun } from "./live-run.ts";
import { type ServedRuns, serveRuns } from "./served-runs.ts";
import { measureStepTime, type StepTime } from "./step-time.ts";

export interface ServeBenchOptions {
  subscribers: number;
  eventsPerSecond: number;
  seconds: number;
  /** Clients that stop reading. */
  stalled: number;
  /** Training steps of each round of a training beside the runner. */
  steps: number;
  rounds: number;
}

export interface ServeBenchReport extends ServeBenchOptions {
  machine: Machine;
  /** Load of the last minute at the end: this bench itself, and whatever came meanwhile. */
  loadAfter: number;
  /** From a record's time in the journal to its arrival at a client. */
  delivery: Delivered;
  /** Share of one processor that the server took, delivering. */
  serverProcessor: number;
  /** All connections cut, until each is back and has its next record. */
  storm: Connected & { wrong: number };
  stall: {
    /** What each stalled client has not read. */
    bytesEach: number;
    /** What waits in the server for all of them. */
    waitingBytes: number;
    serverGrowthBytes: number;
  };
  stepTime: StepTime;
}

/** Steps that are written while clients stall: many times what the system's own buffers take. */
const burstSteps = 40_000;
/** Until all that the stalled clients have room for is on its way. */
const settleMs = 3_000;

/** Everything runs on this machine, over loopback, in a temporary folder: a runner, a run that is written, its clients. */
export async function benchServe(
  options: ServeBenchOptions,
  say: (message: string) => void,
): Promise<ServeBenchReport> {
  const machine = thisMachine();
  const folder = await mkdtemp(join(tmpdir(), "recipe-lab-bench-serve-"));
  const runs = join(folder, "runs");
  await mkdir(runs);
  const clients = fork(builtFile("bench-serve-clients.mjs"), { stdio: "inherit" });
  let run: LiveRun | undefined;
  let server: ServedRuns | undefined;
  try {
    run = await startLiveRun(runs);
    server = await serveRuns(folder, runs);
    say(`a runner on port ${server.port}, ${options.subscribers} clients`);
    const parts = { run, server, clients, options };
    const delivered = await measureDelivery(parts);
    say("all connections are cut and come back");
    const storm = await measureStorm(parts);
    say(`${options.stalled} clients stop reading`);
    const stall = await measureStall(parts);
    await ask(clients, { do: "close" });
    say(`a training beside the runner: ${options.rounds} rounds with its clients, and as many without`);
    const stepTime = await measureTraining(parts);
    return { ...options, machine, loadAfter: loadavg()[0]!, ...delivered, storm, stall, stepTime };
  } finally {
    clients.disconnect();
    await server?.close();
    await run?.end();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Parts {
  run: LiveRun;
  server: ServedRuns;
  clients: ChildProcess;
  options: ServeBenchOptions;
}

async function measureDelivery(parts: Parts): Promise<Pick<ServeBenchReport, "delivery" | "serverProcessor">> {
  const { run, server, clients, options } = parts;
  await connect(parts, options.subscribers);
  const stop = run.pace(options.eventsPerSecond);
  await setTimeout(1_000); // compiled, and in its rhythm
  await ask<Delivered>(clients, { do: "collect" });
  const [before, began] = [await server.figures(), performance.now()];
  await setTimeout(options.seconds * 1000);
  const delivery = await ask<Delivered>(clients, { do: "collect" });
  const elapsed = (performance.now() - began) / 1000;
  const after = await server.figures();
  stop();
  return { delivery, serverProcessor: (after.processorSeconds - before.processorSeconds) / elapsed };
}

async function measureStorm({ run, clients, options }: Parts): Promise<ServeBenchReport["storm"]> {
  const stop = run.pace(options.eventsPerSecond);
  const storm = await ask<Connected>(clients, { do: "storm" });
  stop();
  const { wrong } = await ask<Delivered>(clients, { do: "collect" });
  await ask(clients, { do: "close" });
  return { ...storm, wrong };
}

async function measureStall(parts: Parts): Promise<ServeBenchReport["stall"]> {
  const { run, server, clients, options } = parts;
  await connect(parts, options.stalled);
  await ask(clients, { do: "stall" });
  const before = await server.figures();
  const bytesEach = run.burst(burstSteps);
  await setTimeout(settleMs);
  const after = await server.figures();
  return {
    bytesEach,
    waitingBytes: after.waitingBytes,
    serverGrowthBytes: after.residentBytes - before.residentBytes,
  };
}

/** The clients of a runner are on other machines: here they take only the time that nobody else wants. */
async function measureTraining(parts: Parts): Promise<StepTime> {
  const { run, clients, options } = parts;
  setPriority(clients.pid!, constants.priority.PRIORITY_LOW);
  const stop = run.pace(options.eventsPerSecond);
  const follow = async () => {
    await connect(parts, options.subscribers);
    return () => ask(clients, { do: "close" });
  };
  try {
    return await measureStepTime(follow, options);
  } finally {
    stop();
  }
}

async function connect({ run, server, clients }: Parts, count: number): Promise<void> {
  const { port, token } = server;
  const command = { do: "connect", count, port, token, run: run.folder.id, afterSequence: run.sequence } as const;
  const { failed, reason } = await ask<Connected>(clients, command);
  if (failed > 0) throw new Error(`${failed} of ${count} clients could not connect: ${reason}`);
}

/** The token goes to the other process in a message, where no list of processes shows it. */
function ask<Answer>(clients: ChildProcess, command: ClientCommand): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: unknown) => {
      clients.off("exit", onExit);
      resolve(answer as Answer);
    };
    const onExit = () => {
      clients.off("message", onMessage);
      reject(new Error(`the clients' process ended at ${command.do}`));
    };
    clients.once("message", onMessage).once("exit", onExit);
    clients.send(command);
  });
}
