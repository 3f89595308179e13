/**
 * Reads Prometheus' text format as its documentation defines it
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format), and refuses what is not allowed there:
 * for tests, so stricter than a server that reads it would be.
 */
export interface Family {
  type: string;
  help: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const types = new Set(["counter", "gauge", "histogram", "summary", "untyped"]);
const partsOf: Record<string, readonly string[]> = {
  histogram: ["_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"],
};

export function readPrometheusText(text: string): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("the last line must end with a line feed");
  const families = new Map<string, Family>();
  const series = new Set<string>();
  let current: string | null = null;
  for (const line of text.slice(0, -1).split("\n")) {
    if (line === "") continue;
    const [, kind, name, rest] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      if (!metricName.test(name)) throw new Error(`not a name: ${line}`);
      if (name !== current && families.has(name)) throw new Error(`lines of ${name} do not stand together: ${line}`);
      const family = families.get(name) ?? { type: "", help: "", samples: [] };
      if (family.samples.length > 0) throw new Error(`${kind} after the first sample: ${line}`);
      if (kind === "TYPE" && (family.type !== "" || !types.has(rest!))) throw new Error(`a wrong type: ${line}`);
      if (kind === "TYPE") family.type = rest!;
      else family.help = rest!;
      families.set(name, family);
      current = name;
      continue;
    }
    if (line.startsWith("#")) continue;
    const sample = readSample(line);
    const family = current === null ? undefined : families.get(current);
    const parts = partsOf[family?.type ?? ""] ?? [""];
    if (!family || family.type === "" || !parts.some((part) => sample.name === `${current}${part}`)) {
      throw new Error(`a sample that does not belong to ${current}: ${line}`);
    }
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (series.has(key)) throw new Error(`twice: ${line}`);
    series.add(key);
    family.samples.push(sample);
  }
  return families;
}

function readSample(line: string): Family["samples"][number] {
  const [, name, braces, rest] = /^([^\s{]+)(\{.*\})? (.+)$/.exec(line) ?? [];
  if (name === undefined || !metricName.test(name)) throw new Error(`not a sample: ${line}`);
  const [number, timestamp, ...more] = rest!.split(" ");
  if (more.length > 0 || (timestamp !== undefined && !/^-?\d+$/.test(timestamp))) throw new Error(`too much: ${line}`);
  return { name, labels: readLabels(braces ?? "{}", line), value: readValue(number!, line) };
}

function readLabels(braces: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = braces.slice(1, -1);
  while (rest !== "") {
    const match = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/.exec(rest);
    if (match === null) throw new Error(`labels: ${line}`);
    const [whole, name, value] = match;
    if (Object.hasOwn(labels, name!)) throw new Error(`label ${name} twice: ${line}`);
    labels[name!] = value!.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
    rest = rest.slice(whole.length);
  }
  return labels;
}

function readValue(text: string, line: string): number {
  const special: Record<string, number> = { "+Inf": Infinity, "-Inf": -Infinity, Nan: NaN, NaN: NaN };
  const value = special[text] ?? Number(text);
  if (!/^[+-]?(\d|\.\d)/.test(text) && special[text] === undefined) throw new Error(`not a number: ${line}`);
  return value;
}
