/** What a runner can be given beside its runs. */

/** The text at `/metrics`, made when it is asked for. */
export type MetricsText = () => Promise<{ contentType: string; text: string }>;

/** Figures of the machine, keys from shared/metrics.ts. */
export interface MachineMetrics {
  /** Calls back every few seconds; returns how to end it. */
  onMetrics(listener: (metrics: { time: number; values: Record<string, number> }) => void): () => void;
}
