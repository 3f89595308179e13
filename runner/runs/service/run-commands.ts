import { killHolder } from "../lease.ts";
import { checkpointsOf } from "./checkpoints-of.ts";
import type { Queue } from "./queue.ts";
import type { RunEntry } from "./run-entry.ts";
import { reasons } from "./run-facts.ts";
import { ServiceError } from "./service-error.ts";

/** What people may ask of a run, one after the other (`RunEntry.inTurn`). What its state does not allow is refused. */

export async function pauseRun(entry: RunEntry, queue: Queue): Promise<void> {
  if (!entry.live && !["queued", "interrupted"].includes(entry.state)) {
    throw ServiceError.wrongState(entry.id, entry.state, "paused", "Only a run that waits or trains can be.");
  }
  await rest(entry, queue, "pause", "paused");
}

export async function stopRun(entry: RunEntry, queue: Queue): Promise<void> {
  if (["completed", "failed", "stopped"].includes(entry.state)) {
    throw ServiceError.wrongState(entry.id, entry.state, "stopped", "It is over.");
  }
  await rest(entry, queue, "stop", "stopped");
}

/** A process is asked to end; who asks to stop a second time, for a process that hangs, has it killed. */
async function rest(
  entry: RunEntry,
  queue: Queue,
  intent: "pause" | "stop",
  state: "paused" | "stopped",
): Promise<void> {
  const former = entry.intent;
  if (entry.live && former === null) throw notOurs(entry);
  await entry.setIntent(intent);
  if (!entry.live) {
    await entry.append({ type: "state", state, reason: reasons.onRequest });
    await queue.remove(entry.id);
  } else if (intent === "stop" && former === "stop") {
    await killHolder(entry.folder.path);
  }
}

function notOurs({ id }: RunEntry): ServiceError {
  return ServiceError.wrongState(id, "running", "ordered about", "It was started at a shell: press Ctrl-C there.");
}

export async function resumeRun(entry: RunEntry, queue: Queue): Promise<void> {
  const asked = entry.live && (entry.intent === "pause" || entry.intent === "stop");
  if (!asked && (entry.live || !["paused", "stopped", "failed", "interrupted"].includes(entry.state))) {
    const instead =
      entry.state === "completed"
        ? "It has done all its steps; name the step of an earlier checkpoint to go on from there."
        : "Only a run that rests can be.";
    throw ServiceError.wrongState(entry.id, entry.state, "resumed", instead);
  }
  await entry.setIntent("run");
  if (entry.live) return; // its process is about to end as it was asked to, and will be started again
  await entry.append({ type: "state", state: "queued", reason: reasons.resumed });
  await queue.put(entry.id);
}

/** Goes on from the checkpoint of `step`, also where the run is complete. */
export async function resumeRunFrom(entry: RunEntry, queue: Queue, step: number): Promise<void> {
  const { id, state, plan } = entry;
  if (entry.live || !["paused", "stopped", "failed", "interrupted", "completed"].includes(state)) {
    throw ServiceError.wrongState(id, state, "taken back to a checkpoint", "Pause or stop it first.");
  }
  const steps = (await checkpointsOf(entry)).map((checkpoint) => checkpoint.step);
  if (!steps.includes(step)) throw ServiceError.unknownCheckpoint(id, step, steps);
  if (step >= plan.totalSteps) {
    throw ServiceError.wrongState(id, state, "resumed", "No step is left after this checkpoint: name an earlier one.");
  }
  await entry.setIntent("run");
  const reason = `${reasons.resumed} from the checkpoint of step ${step}`;
  await entry.goBackTo(step, { type: "state", state: "queued", reason });
  await queue.put(id);
}

export async function moveInQueue(entry: RunEntry, queue: Queue, position: number): Promise<void> {
  if (queue.position(entry.id) === null) {
    throw ServiceError.wrongState(entry.id, entry.state, "moved in the queue", "Only a run that waits can be.");
  }
  await queue.put(entry.id, position);
}
