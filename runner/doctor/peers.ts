import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Check } from "./check.ts";

const modules = ["torch", "torchvision", "PIL", "numpy"];
const TIME_LIMIT_MS = 60_000;

/** The Python libraries that our numbers are compared with, by the parity tests and by `bench`. */
export async function checkPythonPeers(): Promise<Check> {
  const found = await versions();
  const missing = modules.filter((name) => !(name in found));
  return {
    id: "python-peers",
    title: "Python peers",
    ok: missing.length === 0,
    essential: false,
    found:
      Object.keys(found).length === 0
        ? "none"
        : Object.entries(found)
            .map((entry) => entry.join(" "))
            .join(", "),
    advice:
      missing.length === 0
        ? null
        : `Only for comparing with PyTorch and Pillow: missing ${missing.join(", ")} (Debian: apt install python3-torch python3-torchvision python3-pil python3-numpy).`,
  };
}

/** Version by module, of the python3 that has most of them. */
async function versions(): Promise<Record<string, string>> {
  const script = `
import importlib, json
found = {}
for name in ${JSON.stringify(modules)}:
    try: found[name] = importlib.import_module(name).__version__
    except Exception: pass
print(json.dumps(found))`;
  let best: Record<string, string> = {};
  for (const python of ["python3", "/usr/bin/python3"]) {
    try {
      const { stdout } = await promisify(execFile)(python, ["-c", script], { timeout: TIME_LIMIT_MS });
      const found = JSON.parse(stdout) as Record<string, string>;
      if (Object.keys(found).length > Object.keys(best).length) best = found;
    } catch {
      // This python3 is not there or does not start: the other one may be.
    }
    if (Object.keys(best).length === modules.length) break;
  }
  return best;
}
