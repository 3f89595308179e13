import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { runStates } from "../../shared/journal.ts";
import {
  gpuMetrics,
  type Metric,
  type MetricValues,
  metrics,
  parseGpuMetric,
  progressMetrics,
} from "../../shared/metrics.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import type { Machine, MachineIdentity } from "../machine/machine.ts";
import type { MetricsText, ServerLoad } from "./extensions.ts";
import { prometheusName } from "./prometheus-name.ts";

/**
 * The page at `/metrics`, in Prometheus' text format: runs by state, the figures of those that run, the machine, the
 * clients, and the server's process. No name in it comes from a client but those of runs, as labels.
 */
export interface PageSources {
  runs: () => readonly RunSummary[];
  machine: Pick<Machine, "sample" | "identity">;
}

/** Every label value is a time series that Prometheus keeps: runs beyond these are counted, not shown. */
const maximumRuns = 50;

export function createMetricsText({ runs, machine }: PageSources): MetricsText {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const runGauges = createRunGauges(registry);
  const machineGauges = createMachineGauges(registry);
  const loadGauges = createLoadGauges(registry);
  return async (load) => {
    const { values } = await machine.sample();
    runGauges(runs());
    machineGauges(values, machine.identity());
    loadGauges(load);
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}

const help = ({ label, unit }: Metric) => `${label.en}${unit === "%" ? ", 0 to 1" : ""}`;

function createRunGauges(register: Registry): (runs: readonly RunSummary[]) => void {
  const registers = [register];
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers });
  const byState = gauge("recipe_lab_runs", "Runs in each state", "state");
  const queued = gauge("recipe_lab_queue_length", "Runs that wait for their turn");
  const info = gauge("recipe_lab_run_info", "A run that trains", "run", "name", "backend", "device");
  const step = gauge("recipe_lab_run_step", `${help(progressMetrics.step)}s done`, "run");
  const totalSteps = gauge("recipe_lab_run_total_steps", "Steps of the whole training", "run");
  const epoch = gauge("recipe_lab_run_epoch", `${help(progressMetrics.epoch)}s completed`, "run");
  const secondsLeft = gauge("recipe_lab_run_left_seconds", `${help(progressMetrics.secondsLeft)}, estimated`, "run");
  const latest = new Map(
    Object.entries<Metric>(metrics)
      .filter(([, { group }]) => group !== "machine")
      .map(([key, metric]) => [key, gauge(prometheusName("run", key, metric), help(metric), "run")]),
  );
  const ofRuns = [info, step, totalSteps, epoch, secondsLeft, ...latest.values()];

  return (runs) => {
    for (const state of runStates) byState.set({ state }, runs.filter((run) => run.state === state).length);
    queued.set(runs.filter(({ queuePosition }) => queuePosition !== null).length);
    for (const gauge of ofRuns) gauge.reset();
    for (const run of runs.filter(({ state }) => state === "running").slice(0, maximumRuns)) {
      const labels = { run: run.id };
      info.set({ ...labels, name: run.name, backend: run.backend ?? "", device: run.device ?? "" }, 1);
      step.set(labels, run.step);
      totalSteps.set(labels, run.totalSteps);
      epoch.set(labels, run.epoch);
      if (run.secondsLeft !== null) secondsLeft.set(labels, run.secondsLeft);
      for (const [key, value] of Object.entries(run.latest)) latest.get(key)?.set(labels, value);
    }
  };
}

function createMachineGauges(register: Registry): (values: MetricValues, identity: MachineIdentity) => void {
  const registers = [register];
  const info = new Gauge({
    name: "recipe_lab_machine_info",
    help: "The machine that the runner is on",
    labelNames: ["host", "system", "processor", "threads"],
    registers,
  });
  const gpuInfo = new Gauge({
    name: "recipe_lab_gpu_info",
    help: "A GPU of the machine",
    labelNames: ["gpu", "name", "uuid"],
    registers,
  });
  const ofMachine = new Map<string, Gauge>();
  for (const [key, metric] of Object.entries<Metric>(metrics)) {
    // Of the server's process, Prometheus has a metric of its own: process_resident_memory_bytes.
    if (metric.group !== "machine" || key === "machine/processMemory") continue;
    const name = prometheusName("machine", key.replace(/^machine\//, ""), metric);
    ofMachine.set(key, new Gauge({ name, help: help(metric), registers }));
  }
  const ofGpu = new Map<string, Gauge>();
  for (const [key, metric] of Object.entries<Metric>(gpuMetrics)) {
    const name = prometheusName("gpu", key, metric);
    ofGpu.set(key, new Gauge({ name, help: `GPU ${help(metric)}`, labelNames: ["gpu"], registers }));
  }
  return (values, { host, system, processor, threads, gpus }) => {
    info.set({ host, system, processor, threads }, 1);
    gpuInfo.reset();
    for (const { index, name, uuid } of gpus) gpuInfo.set({ gpu: index, name, uuid }, 1);
    // A value that is not known now is not shown; a reset of a gauge without labels would show 0.
    for (const gauge of ofMachine.values()) gauge.remove();
    for (const gauge of ofGpu.values()) gauge.reset();
    for (const [key, value] of Object.entries(values)) {
      const gpu = parseGpuMetric(key);
      if (gpu === null) ofMachine.get(key)?.set(value);
      else ofGpu.get(gpu.name)?.set({ gpu: String(gpu.gpu) }, value);
    }
  };
}

function createLoadGauges(register: Registry): (load: ServerLoad) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] });
  const connections = gauge("recipe_lab_connections", "Clients that are connected");
  const subscriptions = gauge("recipe_lab_subscriptions", "Runs that clients follow, each client counted");
  const waiting = gauge("recipe_lab_waiting_bytes", "Bytes that were sent and that clients have not taken yet");
  return (load) => {
    connections.set(load.connections);
    subscriptions.set(load.subscriptions);
    waiting.set(load.waitingBytes);
  };
}
