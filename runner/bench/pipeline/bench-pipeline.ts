import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { turboFailure } from "../../data/jpeg/turbo.ts";
import { type Machine, thisMachine } from "../machine.ts";
import { startPeer } from "../peer-process.ts";
import { alternate, type Contender, median } from "../rounds.ts";
import { computingThreads } from "./computing-threads.ts";
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
  /** Null where the figure only says what another one can be. */
  atLeast: number | null;
  aim: number | null;
}

interface Pairing extends Omit<Comparison, "ratio"> {
  contender: Contender;
  against: Contender;
}

/** Measures the augmentation pipeline, see `bench pipeline --help`. `say` hears what is being done. */
export async function benchPipeline(
  { folder, count, rounds, peer: withPeer }: PipelineBenchOptions,
  say: (message: string) => void,
): Promise<PipelineBenchReport> {
  const machine = thisMachine();
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "recipe-lab-bench-")));
  const contenders: Contender[] = [];
  /** What is measured beside them and makes no images. */
  const reference: Contender[] = [];
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
    for (const precision of ["float32", "uint8"]) {
      const name = `torchvision's six steps, ${precision}, one process`;
      const peer = withPeer ? await startPeer(name, "bench-pipeline.py", [precision, ...files]) : "--no-peer";
      if (typeof peer === "string") {
        notes.push(`not compared with torchvision: ${peer}`);
        break;
      }
      enter(peer);
      Object.assign(machine.versions, peer.versions);
      const against = (name: string, contender: Contender, atLeast: number, aim: number) =>
        pairings.push({ name: `${name} / torchvision, ${precision}`, contender, against: peer, atLeast, aim });
      against("six steps from JPEG", fromJpeg, 6.5, 8);
      against("from packed JPEG", fromPack, 10, 12);
      against("from packed raw", fromRaw, 30, 50);
    }
    const one = enter(workerThreads("one worker", 1, sources));
    const two = enter(workerThreads("two workers", 2, sources));
    pairings.push({ name: "two workers / one", contender: two, against: one, atLeast: 1.8, aim: 1.95 });
    const oneComputes = computingThreads("one thread that only computes", 1);
    const twoCompute = computingThreads("two threads that only compute", 2);
    reference.push(oneComputes, twoCompute);
    pairings.push({
      name: "two threads that only compute / one",
      contender: twoCompute,
      against: oneComputes,
      atLeast: null,
      aim: null,
    });

    const all = [...contenders, ...reference];
    say(`measuring ${all.length} contenders in turn, ${rounds} rounds`);
    const seconds = await alternate(all, rounds);
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
    await Promise.all([...contenders, ...reference].map((contender) => contender.close()));
    rmSync(temporary, { recursive: true, force: true });
  }
}
