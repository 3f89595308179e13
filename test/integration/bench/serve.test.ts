import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import type { ServeBenchReport } from "../../../runner/bench/serve/bench-serve.ts";
import { recipeLab } from "../../support/recipe-lab.ts";

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("recipe-lab-bench-serve-"));

test("bench serve: every client gets every record, comes back after a cut, and costs little when it stalls", async () => {
  const before = leftovers();
  const counts = [
    "--subscribers",
    "30",
    "--events",
    "40",
    "--seconds",
    "1",
    "--stalled",
    "5",
    "--steps",
    "1",
    "--rounds",
    "1",
  ];
  const { code, stdout, stderr } = await recipeLab(["bench", "serve", ...counts, "--json"]);
  expect(stderr).toContain("a runner on port");
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as ServeBenchReport;
  expect(report).toMatchObject({ subscribers: 30, eventsPerSecond: 40, seconds: 1, stalled: 5 });
  expect(report.delivery.records).toBeGreaterThan(30 * 30);
  expect([report.delivery.wrong, report.storm.wrong, report.storm.failed]).toEqual([0, 0, 0]);
  expect(report.delivery.p99Ms).toBeGreaterThanOrEqual(report.delivery.p50Ms!);
  expect(report.serverProcessor).toBeGreaterThan(0);
  // Five stalled clients: what lies below the mark of 64 KiB, and one batch, for each.
  expect(report.stall.bytesEach).toBeGreaterThan(5_000_000);
  expect(report.stall.waitingBytes).toBeLessThan(5 * 320 * 1024);
  expect(report.stepTime.aloneMs).toBeGreaterThan(0);
  expect(report.stepTime.change).toBeCloseTo(report.stepTime.followedMs / report.stepTime.aloneMs - 1, 10);
  expect(report.stepTime.changes).toEqual([report.stepTime.change]);
  expect(leftovers()).toEqual(before);
});
