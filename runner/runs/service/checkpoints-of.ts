import { join } from "node:path";
import type { ResultOf } from "../../../shared/protocol/requests.ts";
import { DamagedCheckpointError, readManifest } from "../../training/checkpoint.ts";
import { listCheckpoints } from "../../training/checkpoint-store.ts";
import type { RunEntry } from "./run-entry.ts";

/** The checkpoints that a run can go on from, latest first; one whose manifest does not read is none. */
export async function checkpointsOf({ folder, facts }: RunEntry): Promise<ResultOf<"get">["checkpoints"]> {
  const steps = await listCheckpoints(folder.checkpoints);
  const found = await Promise.all(
    steps.map(async (step) => {
      const manifest = await readManifest(join(folder.checkpoints, String(step))).catch((error: unknown) => {
        if (error instanceof DamagedCheckpointError) return null;
        throw error;
      });
      if (manifest === null) return [];
      const top1 = facts.validations.find((validation) => validation.step === step)?.top1 ?? null;
      return [{ step, epoch: manifest.epoch, top1 }];
    }),
  );
  return found.flat();
}
