import "./set-up-tfjs.ts";
import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";
import type { BackendModule, Engine } from "./engine.ts";
import { composed } from "./fused/composed.ts";
import { probeInChild } from "./isolated-probe.ts";
import { HOW_TO_GET } from "./tensorflow/inspect.ts";
import { loadTensorflow } from "./tensorflow/load.ts";

/** TensorFlow's own library through tfjs-node-gpu or tfjs-node, where one of them is installed. */
export const backend: BackendModule = {
  name: "tensorflow",

  probe: () => probeInChild("tensorflow", HOW_TO_GET),

  async create(options = {}): Promise<Engine> {
    const loaded = await loadTensorflow();
    if (loaded === null) throw new UserError("backend-unavailable", `tensorflow is not installed. ${HOW_TO_GET}`);
    return {
      ...composed,
      backend: "tensorflow",
      options,
      device: loaded.device,
      versions: loaded.versions,
      async dispose() {
        tf.removeBackend("tensorflow");
      },
    };
  },
};
