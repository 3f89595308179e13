import { closeSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileVersion } from "./event.ts";
import { tfRecord } from "./tfrecord.ts";

const namePattern = /^events\.out\.tfevents\.(\d+)\./;

/**
 * One process's event file, in a folder that may have those of earlier ones. TensorBoard reads the files of a folder in
 * the order of their names, and the names begin with the time: where the clock was set back, the latest file's time is
 * taken again, and `sequence`, which grows from process to process, decides.
 */
export class EventFile {
  readonly path: string;
  readonly #file: number;

  /** Throws where the file cannot be made or written. */
  constructor(folder: string, { timeMs, host, sequence }: { timeMs: number; host: string; sequence: number }) {
    const earlier = readdirSync(folder).map((name) => Number(namePattern.exec(name)?.[1] ?? 0));
    const seconds = Math.max(Math.floor(timeMs / 1000), ...earlier);
    const padded = (value: number) => String(value).padStart(10, "0");
    const name = `events.out.tfevents.${padded(seconds)}.${padded(sequence)}.${host.replace(/[^\w.-]/g, "-")}`;
    this.path = join(folder, name);
    this.#file = openSync(this.path, "wx");
    try {
      this.write(fileVersion(timeMs));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Hands the event to the operating system, as the journal does with its records: a kill loses nothing. */
  write(event: Uint8Array): void {
    const record = tfRecord(event);
    for (let written = 0; written < record.length; ) written += writeSync(this.#file, record, written);
  }

  close(): void {
    closeSync(this.#file);
  }
}
