import { type Intent, readControl } from "../runs/control.ts";
import { askedFor, listenForStop, type StopRequest } from "./stop-request.ts";

/** The file is looked at between steps and between validation batches, no more often than this. */
const lookEveryMs = 100;

const states = { pause: "paused", stop: "stopped" } as const satisfies Record<Exclude<Intent, "run">, string>;

/** Stops where the run's control file says pause or stop, and on SIGTERM, after which a service starts the run again. */
export function listenForControl(folder: string): StopRequest {
  const signal = listenForStop((name) => console.error(`${name}: this step is finished and a checkpoint saved`));
  let asked: Intent = "run";
  let looked = Number.NEGATIVE_INFINITY;
  const look = () => {
    const now = performance.now();
    if (asked === "run" && now - looked >= lookEveryMs) {
      looked = now;
      asked = readControl(folder)?.intent ?? "run";
    }
    return asked;
  };
  return {
    get reason() {
      return look() === "run" ? signal.reason : askedFor;
    },
    get endsAs() {
      return asked === "run" ? signal.endsAs : states[asked];
    },
    close: () => signal.close(),
  };
}
