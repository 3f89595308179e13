/** What a runner can be given beside its runs. */

/** What its clients ask of a runner now. */
export interface ServerLoad {
  connections: number;
  /** Runs that clients follow, each client counted. */
  subscriptions: number;
  /** Sent, and not taken by the clients yet. */
  waitingBytes: number;
}

/** The text at `/metrics`, made when it is asked for. */
export type MetricsText = (load: ServerLoad) => Promise<{ contentType: string; text: string }>;

/** Figures of the machine, keys from shared/metrics.ts. */
export interface MachineMetrics {
  /** Calls back every few seconds; returns how to end it. */
  onMetrics(listener: (metrics: { time: number; values: Record<string, number> }) => void): () => void;
}
