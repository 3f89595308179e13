import type { ImageSource } from "../../dataset.ts";
import type { PackSettings } from "../manifest.ts";
import type { PreparedImage } from "./prepare-image.ts";

/** What the main thread and the threads that prepare images share: one image at a time, one answer for each. */
export interface PackWorkerSetup {
  settings: PackSettings;
}

/** Main thread to worker. */
export interface PrepareRequest {
  source: ImageSource;
}

/** Worker to main thread. */
export type PrepareAnswer = { image: PreparedImage } | { broken: string };
