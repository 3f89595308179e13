import { builtFile } from "../../built-file.ts";
import { UserError } from "../../errors.ts";
import { type Machine, thisMachine } from "../machine.ts";
import { type Peer, startPeer, startProcess } from "../peer-process.ts";
import { alternate, median } from "../rounds.ts";
import { type ProfileRow, profileWorkload } from "./profile.ts";
import { type Benchmark, benchmarks } from "./workload.ts";

export interface TrainBenchOptions {
  /** Names of benchmarks; null for all. */
  models: string[] | null;
  rounds: number;
  peer: boolean;
  profile: boolean;
}

export interface TrainBenchReport {
  machine: Machine;
  rounds: number;
  /** What differs from the usual; empty where nothing does. */
  notes: string[];
  results: TrainBenchResult[];
}

export interface TrainBenchResult {
  name: string;
  threads: number;
  imagesPerSecond: number;
  /** The process at its largest; null where the system does not say. */
  peakBytes: number | null;
  /** Null without PyTorch. `ratio`: the median over the rounds of how much faster we were in the same round. */
  peer: { imagesPerSecond: number; peakBytes: number | null; ratio: number } | null;
  atLeast: number;
  aim: number;
  /** Where a step's time goes; empty unless asked for. */
  profile: ProfileRow[];
}

/** Measures training, see `bench train --help`. `say` hears what is being done. */
export async function benchTrain(
  { models, rounds, peer: withPeer, profile }: TrainBenchOptions,
  say: (message: string) => void,
): Promise<TrainBenchReport> {
  const machine = thisMachine();
  const notes = new Set<string>();
  const results: TrainBenchResult[] = [];
  for (const benchmark of chosen(models)) {
    say(`${benchmark.name}: measuring ${rounds} rounds`);
    const { ours, peer, seconds } = await measure(benchmark, rounds, withPeer);
    Object.assign(machine.versions, ours.versions);
    if (typeof peer === "string") notes.add(`not compared with PyTorch: ${peer}`);
    else Object.assign(machine.versions, peer.versions);
    const images = benchmark.batchSize * benchmark.stepsPerRound;
    const own = seconds.get(ours.name)!;
    const theirs = typeof peer === "string" ? undefined : seconds.get(peer.name)!;
    if (profile) say(`${benchmark.name}: profiling`);
    results.push({
      name: benchmark.name,
      threads: benchmark.threads,
      imagesPerSecond: images / median(own),
      peakBytes: ours.peakBytes,
      peer:
        theirs === undefined || typeof peer === "string"
          ? null
          : {
              imagesPerSecond: images / median(theirs),
              peakBytes: peer.peakBytes,
              ratio: median(theirs.map((value, round) => value / own[round]!)),
            },
      atLeast: benchmark.atLeast,
      aim: benchmark.aim,
      profile: profile ? await profileWorkload(benchmark) : [],
    });
  }
  return { machine, rounds, notes: [...notes], results };
}

function chosen(models: string[] | null): Benchmark[] {
  if (models === null) return benchmarks;
  return models.map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (found !== undefined) return found;
    const names = benchmarks.map((benchmark) => benchmark.name).join(", ");
    throw new UserError("unknown-benchmark", `--models: expected some of ${names}, and ${name} came.`);
  });
}

/** What is known of a contender when its process is gone. */
type Finished = Pick<Peer, "name" | "versions"> & { peakBytes: number | null };

async function measure(
  benchmark: Benchmark,
  rounds: number,
  withPeer: boolean,
): Promise<{ ours: Finished; peer: Finished | string; seconds: Map<string, number[]> }> {
  const { atLeast: _, aim: __, ...workload } = benchmark;
  const json = JSON.stringify(workload);
  const running: Peer[] = [];
  try {
    const ours = await startProcess("recipe-lab", process.execPath, [builtFile("bench-train.mjs"), json]);
    running.push(ours);
    const peer = withPeer ? await startPeer("PyTorch", "bench-train.py", [json]) : "--no-peer";
    if (typeof peer !== "string") running.push(peer);
    const seconds = await alternate(running, rounds);
    const finished = ({ name, versions, peakBytes }: Peer): Finished => ({ name, versions, peakBytes: peakBytes() });
    return {
      ours: finished(ours),
      peer: typeof peer === "string" ? peer : finished(peer),
      seconds: new Map([...seconds].map(([contender, values]) => [contender.name, values])),
    };
  } finally {
    await Promise.all(running.map((contender) => contender.close()));
  }
}
