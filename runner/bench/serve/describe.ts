import { table } from "../../terminal/table.ts";
import type { ServeBenchReport } from "./bench-serve.ts";

const ms = (value: number | null) => (value === null ? "–" : `${value.toFixed(0)} ms`);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** The report for people. */
export function describeServeBench(report: ServeBenchReport): string {
  const { machine, subscribers, eventsPerSecond, seconds, stalled, delivery, storm, stall, stepTime } = report;
  const expected = subscribers * eventsPerSecond * seconds;
  const changes = [Math.min(...stepTime.changes), Math.max(...stepTime.changes)];
  const rows: [what: string, figure: string, aim: string][] = [
    ["records delivered", `${delivery.records} (about ${expected} written)`, ""],
    ["out of order, twice or missing", String(delivery.wrong + storm.wrong), "0"],
    ["delivery, median", ms(delivery.p50Ms), ""],
    ["delivery, 99 of 100", ms(delivery.p99Ms), "below 100 ms"],
    ["delivery, slowest", ms(delivery.maxMs), ""],
    ["the server's share of one processor", `${(report.serverProcessor * 100).toFixed(0)} %`, ""],
    [`${subscribers} reconnect at once`, `${storm.seconds.toFixed(2)} s, ${storm.failed} failed`, "within 5 s"],
    [`${stalled} clients stall, each behind by`, mebibytes(stall.bytesEach), ""],
    ["waiting in the server for all of them", mebibytes(stall.waitingBytes), "below 200 MiB"],
    ["the server grew by", mebibytes(stall.serverGrowthBytes), "below 200 MiB"],
    ["a training step beside it, nobody follows", ms(stepTime.aloneMs), ""],
    [`the same, ${subscribers} clients follow`, ms(stepTime.followedMs), ""],
    ["change of the step time", percent(stepTime.change), "below 2 %"],
    [`the same, least and most of ${stepTime.changes.length} rounds`, changes.map(percent).join(" to "), ""],
  ];
  const { processor, threads, system, load, versions } = machine;
  return [
    `${processor}, ${threads} threads, ${system}; load ${load.toFixed(1)} before, ${report.loadAfter.toFixed(1)} after; node ${versions.node}`,
    `${subscribers} clients of one run, ${eventsPerSecond} records a second, ${seconds} s; runner, run and clients on this machine`,
    "",
    table(
      [
        { title: "what", value: ([what]) => what },
        { title: "figure", value: ([, figure]) => figure, align: "right" },
        { title: "aim", value: ([, , aim]) => aim, align: "right" },
      ],
      rows,
    ),
  ].join("\n");
}
