import { builtFile } from "../../built-file.ts";
import { type Peer, startProcess } from "../peer-process.ts";
import { alternate, type Contender, median } from "../rounds.ts";
import { benchmarks, type Workload } from "../train/workload.ts";

/** What the clients of a runner cost a training on the same machine. */
export interface StepTime {
  /** Median of a step while the runner serves nobody. Milliseconds. */
  aloneMs: number;
  /** The same while all clients follow a run. */
  followedMs: number;
  /** followed / alone − 1 of each round, the two measured one after the other. */
  changes: number[];
  /** Their median. */
  change: number;
}

export interface StepTimeOptions {
  /** Steps of a round. */
  steps: number;
  rounds: number;
}

/**
 * Trains ResNet-20 at 32 pixels, 128 images a step, on one thread in a process of its own, in turn while nobody and while
 * everybody follows. `follow` connects the clients and returns how to disconnect them.
 */
export async function measureStepTime(
  follow: () => Promise<() => Promise<unknown>>,
  { steps, rounds }: StepTimeOptions,
): Promise<StepTime> {
  const resnet20 = benchmarks.find(({ name }) => name === "resnet20")!;
  const workload: Workload = { ...resnet20, stepsPerRound: steps };
  const training = await startProcess("training", process.execPath, [
    builtFile("bench-train.mjs"),
    JSON.stringify(workload),
  ]);
  try {
    const [alone, followed] = contenders(training, follow);
    const seconds = await alternate([alone, followed], rounds);
    const [without, withClients] = [seconds.get(alone)!, seconds.get(followed)!];
    const changes = withClients.map((value, round) => value / without[round]! - 1);
    return {
      aloneMs: (median(without) * 1000) / steps,
      followedMs: (median(withClients) * 1000) / steps,
      changes,
      change: median(changes),
    };
  } finally {
    await training.close();
  }
}

function contenders(training: Peer, follow: () => Promise<() => Promise<unknown>>): [Contender, Contender] {
  const close = async () => {};
  return [
    { name: "alone", close, round: () => training.round() },
    {
      name: "followed",
      close,
      async round() {
        const leave = await follow();
        const seconds = await training.round();
        await leave();
        return seconds;
      },
    },
  ];
}
