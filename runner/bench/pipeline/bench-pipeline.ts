import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { turboFailure } from "../../data/jpeg/turbo.ts";
import { type Machine, thisMachine } from "../machine.ts";
import { startPeer } from "../peer-process.ts";
import { alternate, type Contender, median } from "../rounds.ts";
import { benchImages } from "./images.ts";
import { oneThread } from "./one-thread.ts";
import { packedSources } from "./packed-sources.ts";
import { workerThreads } from "./workers.ts";

export interface PipelineBenchOptions {
  /** Whose images; null for photographs of this system. */
  folder: string | null;
  count: number;
  rounds: number;
  peer: boolean;
}

export interface PipelineBenchReport {
  machine: Machine;
  images: string;
  rounds: number;
  /** What differs from the usual; empty where nothing does. */
  notes: string[];
  contenders: { name: string; imagesPerSecond: number }[];
  comparisons: Comparison[];
}

/** Median over the rounds of how much faster one contender was than another in the same round. */
export interface Comparison {
  name: string;
  ratio: number;
  atLeast: number;
  aim: number;
}

interface Pairing {
  name: string;
  contender: Contender;
  against: Contender;
  atLeast: number;
  aim: number;
}

/** Measures the augmentation pipeline, see `bench pipeline --help`. `say` hears what is being done. */
export async function benchPipeline(
  { folder, count, rounds, peer: withPeer }: PipelineBenchOptions,
  say: (message: string) => void,
): Promise<PipelineBenchReport> {
  const machine = thisMachine();
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "recipe-lab-bench-")));
  const contenders: Contender[] = [];
  const enter = <Entered extends Contender>(contender: Entered): Entered => {
    contenders.push(contender);
    return contender;
  };
  try {
    say("preparing the images");
    const { files, description } = await benchImages(folder, count, temporary);
    const sources = files.map((path) => ({ kind: "file" as const, path, root: realpathSync(folder ?? temporary) }));
    const notes: string[] = [];
    const failure = turboFailure();
    if (failure !== null) notes.push(`sharp decodes JPEG, because libjpeg-turbo does not load: ${failure}`);

    const pairings: Pairing[] = [];
    const inPack = (name: string, kind: Parameters<typeof packedSources>[2]) =>
      packedSources(sources, join(temporary, name), kind);
    const fromJpeg = enter(oneThread("six steps from JPEG, one thread", sources));
    const fromPack = enter(
      oneThread(
        "six steps from a pack, JPEG, only the crop",
        await inPack("jpeg", { as: "jpeg-lossless", side: null }),
      ),
    );
    const fromRaw = enter(
      oneThread("six steps from a pack, raw, shorter edge 256", await inPack("raw", { as: "raw", side: 256 })),
    );
    const peer = withPeer
      ? await startPeer("torchvision's six steps, one process", "bench-pipeline.py", files)
      : "--no-peer";
    if (typeof peer === "string") notes.push(`not compared with torchvision: ${peer}`);
    else {
      enter(peer);
      Object.assign(machine.versions, peer.versions);
      pairings.push(
        { name: "six steps from JPEG / torchvision", contender: fromJpeg, against: peer, atLeast: 6.5, aim: 8 },
        { name: "from packed JPEG / torchvision", contender: fromPack, against: peer, atLeast: 10, aim: 12 },
        { name: "from packed raw / torchvision", contender: fromRaw, against: peer, atLeast: 30, aim: 50 },
      );
    }
    const one = enter(workerThreads("one worker", 1, sources));
    const two = enter(workerThreads("two workers", 2, sources));
    pairings.push({ name: "two workers / one", contender: two, against: one, atLeast: 1.8, aim: 1.95 });

    say(`measuring ${contenders.length} contenders in turn, ${rounds} rounds`);
    const seconds = await alternate(contenders, rounds);
    return {
      machine,
      images: description,
      rounds,
      notes,
      contenders: contenders.map((contender) => ({
        name: contender.name,
        imagesPerSecond: files.length / median(seconds.get(contender)!),
      })),
      comparisons: pairings.map(({ name, contender, against, atLeast, aim }) => {
        const ours = seconds.get(contender)!;
        const ratio = median(seconds.get(against)!.map((theirs, round) => theirs / ours[round]!));
        return { name, ratio, atLeast, aim };
      }),
    };
  } finally {
    await Promise.all(contenders.map((contender) => contender.close()));
    rmSync(temporary, { recursive: true, force: true });
  }
}
