import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { hashes, type SmallRun, smallRun, trained } from "./small-run.ts";

/** A small run that was trained without an interruption, for the tests of one file to compare theirs with. */
export interface ReferenceRun {
  readonly place: SmallRun;
  /** The run's folder. */
  readonly run: string;
  /** Of its last checkpoint. */
  readonly hashes: Record<string, string>;
  /** The same data and recipe with an empty folder for runs. */
  fresh(name: string): SmallRun;
}

/** Trains it before the first test of the file that calls this, and removes everything after the last. */
export function referenceRun(): ReferenceRun {
  let place: SmallRun;
  let run: string;
  const fresh = (name: string): SmallRun => ({ ...place, runs: join(place.folder, name) });
  beforeAll(async () => {
    place = await smallRun();
    run = await trained(place);
  });
  afterAll(() => place.remove());
  return {
    get place() {
      return place;
    },
    get run() {
      return run;
    },
    get hashes() {
      return hashes(run);
    },
    fresh,
  };
}
