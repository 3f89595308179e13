import type { Network } from "../../../shared/models/network.ts";
import { elementCount, stateEntries } from "../../../shared/models/state-entries.ts";

/** A tensor's place in the vector that replicas sum. */
export interface Segment {
  name: string;
  offset: number;
  length: number;
}

/**
 * The vector that replicas sum once a step: the gradient of every parameter, then what every batch norm saw of the batch.
 */
export interface Layout {
  /** By the parameter's name in the state dict. */
  gradients: Segment[];
  /** By the batch norm's name: the mean, and after it the unbiased variance; `length` is that of one of them. */
  statistics: Segment[];
  /** Values of all gradients; the statistics begin there. */
  gradientLength: number;
  length: number;
}

const meanSuffix = ".running_mean";

export function exchangeLayout(network: Network): Layout {
  const entries = stateEntries(network);
  const gradients: Segment[] = [];
  const statistics: Segment[] = [];
  let offset = 0;
  for (const entry of entries.filter(({ trainable }) => trainable)) {
    const length = elementCount(entry.shape);
    gradients.push({ name: entry.name, offset, length });
    offset += length;
  }
  const gradientLength = offset;
  for (const { name, shape } of entries.filter(({ role }) => role === "runningMean")) {
    const length = elementCount(shape);
    statistics.push({ name: name.slice(0, -meanSuffix.length), offset, length });
    offset += 2 * length;
  }
  return { gradients, statistics, gradientLength, length: offset };
}
