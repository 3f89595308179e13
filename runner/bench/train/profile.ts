import * as tf from "@tensorflow/tfjs-core";
import { createEngine } from "../../engine/index.ts";
import { prepareSteps, WARM_UP_STEPS } from "./steps.ts";
import type { Workload } from "./workload.ts";

/** Time of a kernel on inputs of one shape, over a step. */
export interface ProfileRow {
  kernel: string;
  /** The inputs' shapes, and the stride where there is one: "128×32×32×16, 3×3×16×16, stride 1". */
  shapes: string;
  calls: number;
  milliseconds: number;
}

const PROFILED_STEPS = 3;

/** Where a step of a workload spends its time, most first. Runs in this thread. */
export async function profileWorkload(workload: Workload): Promise<ProfileRow[]> {
  const { engine } = await createEngine("wasm");
  const step = prepareSteps(workload, engine);
  for (let index = 0; index < WARM_UP_STEPS; index++) step();
  const rows = new Map<string, ProfileRow>();
  const restore = tf.getKernelsForBackend("wasm").map((config) => {
    const { kernelName, kernelFunc } = config;
    config.kernelFunc = (call) => {
      const started = performance.now();
      const result = kernelFunc(call);
      const milliseconds = (performance.now() - started) / PROFILED_STEPS;
      const shapes = describeCall(call.inputs as Record<string, tf.TensorInfo | undefined>, call.attrs);
      const row = rows.get(kernelName + shapes) ?? { kernel: kernelName, shapes, calls: 0, milliseconds: 0 };
      rows.set(kernelName + shapes, {
        ...row,
        calls: row.calls + 1 / PROFILED_STEPS,
        milliseconds: row.milliseconds + milliseconds,
      });
      return result;
    };
    return () => {
      config.kernelFunc = kernelFunc;
    };
  });
  for (let index = 0; index < PROFILED_STEPS; index++) step();
  for (const undo of restore) undo();
  return [...rows.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}

function describeCall(inputs: Record<string, tf.TensorInfo | undefined>, attributes: object | undefined): string {
  const shapes = Object.values(inputs).flatMap((input) => (input === undefined ? [] : [input.shape.join("×") || "1"]));
  const { strides } = (attributes ?? {}) as { strides?: number | number[] };
  return [...shapes, ...(strides === undefined ? [] : [`stride ${strides}`])].join(", ");
}
