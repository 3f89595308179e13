import { expect, test } from "vitest";
import { gpuValues, nvidiaSmiArguments, parseGpus } from "../../../runner/machine/nvidia-smi.ts";
import { metricNamed } from "../../../shared/metrics.ts";

test("asks for numbers alone, in the order in which they are read", () => {
  expect(nvidiaSmiArguments).toEqual([
    "--query-gpu=index,uuid,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw",
    "--format=csv,noheader,nounits",
  ]);
});

test("two GPUs, their figures in the units of the list of metrics", () => {
  const gpus = parseGpus(
    "0, GPU-8a4d, NVIDIA H100 80GB HBM3, 87, 40960, 81559, 61, 612.34\n1, GPU-77e0, NVIDIA H100 80GB HBM3, 0, 0, 81559, 28, 69.01\n",
  );
  expect(gpus.map(({ index, uuid, name }) => [index, uuid, name])).toEqual([
    [0, "GPU-8a4d", "NVIDIA H100 80GB HBM3"],
    [1, "GPU-77e0", "NVIDIA H100 80GB HBM3"],
  ]);
  expect(gpuValues(gpus)).toEqual({
    "gpu0/use": 0.87,
    "gpu0/memoryUsed": 40960 * 2 ** 20,
    "gpu0/memoryTotal": 81559 * 2 ** 20,
    "gpu0/temperature": 61,
    "gpu0/power": 612.34,
    "gpu1/use": 0,
    "gpu1/memoryUsed": 0,
    "gpu1/memoryTotal": 81559 * 2 ** 20,
    "gpu1/temperature": 28,
    "gpu1/power": 69.01,
  });
  for (const key of Object.keys(gpuValues(gpus))) expect(metricNamed(key)?.label).toMatch(/^GPU [01] /);
});

test.each(["[N/A]", "[Not Supported]", "N/A", "[Unknown Error]", "[GPU requires reset]", "", "nan"])(
  "a field that says %j is left out",
  (missing) => {
    const [gpu] = parseGpus(`0, GPU-1, NVIDIA GeForce MX150, ${missing}, 5, 10, 50, ${missing}`);
    expect(gpu!.figures).toEqual({ memoryUsed: 5 * 2 ** 20, memoryTotal: 10 * 2 ** 20, temperature: 50 });
  },
);

test("a name with a comma, the line ends of Windows, an empty line", () => {
  const gpus = parseGpus("3, GPU-1, Maker, Inc. X, 1, 2, 3, 4, 5\r\n\r\n");
  expect(gpus).toMatchObject([{ index: 3, name: "Maker, Inc. X", figures: { power: 5 } }]);
});

test("no line: no GPU", () => {
  expect(parseGpus("")).toEqual([]);
});

test.each(["No devices were found", "0, GPU-1", "x, GPU-1, name, 1, 2, 3, 4, 5"])("refuses %j", (line) => {
  expect(() => parseGpus(line)).toThrow("where a line of a GPU was expected");
});
