import { describe, expect, test } from "vitest";
import type { TrainBenchReport } from "../../../runner/bench/train/bench-train.ts";
import { recipeLab } from "../../support/recipe-lab.ts";

// MobileNet's block is the quickest workload; the others take the same way.
const args = ["bench", "train", "--models", "depthwise-14x14x512", "--rounds", "1"];

describe("bench train", () => {
  test("--json: machine, speed, memory, and PyTorch's beside them where it is installed", async () => {
    const { code, stdout } = await recipeLab([...args, "--json"]);
    expect(code).toBe(0);
    const { machine, rounds, notes, results } = JSON.parse(stdout) as TrainBenchReport;
    expect(machine.versions.node).toBe(process.versions.node);
    expect(machine.versions.kernels).toMatch(/simd/);
    expect(rounds).toBe(1);
    expect(results).toHaveLength(1);
    const [{ name, threads, imagesPerSecond, peakBytes, peer, profile }] = results as [TrainBenchReport["results"][0]];
    expect({ name, threads, profile }).toEqual({ name: "depthwise-14x14x512", threads: 1, profile: [] });
    expect(imagesPerSecond).toBeGreaterThan(0);
    if (process.platform === "linux") expect(peakBytes).toBeGreaterThan(2 ** 20);
    if (peer === null) expect(notes.join()).toContain("not compared with PyTorch");
    else {
      expect(peer.ratio).toBeCloseTo(imagesPerSecond / peer.imagesPerSecond, 5);
      expect(machine.versions.torch).toBeTruthy();
    }
  });

  test("--profile: a table for people, every kernel of a step and its share", async () => {
    const { code, stdout } = await recipeLab([...args, "--no-peer", "--profile"]);
    expect(code).toBe(0);
    expect(stdout).toContain("not compared with PyTorch: --no-peer");
    for (const kernel of ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter", "DepthwiseConv2dNative"]) {
      expect(stdout).toMatch(new RegExp(`\\d %.* ${kernel} .*×512`));
    }
  });

  test("a name that is none is refused, with those that there are", async () => {
    const { code, stderr } = await recipeLab(["bench", "train", "--models", "resnet9000"]);
    expect(code).toBe(2);
    expect(stderr).toContain("resnet50-batch8");
  });
});
