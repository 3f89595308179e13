import { charts } from "../charts/index.ts";

/** Which values of a metric are good ones. */
export type Best = "lowest" | "highest";

const directions = new Map<string, Best>(
  charts.flatMap(({ lines }) =>
    lines(new Set()).flatMap(({ metric, best }): [string, Best][] => (best === null ? [] : [[metric, best]])),
  ),
);

/** As the charts' legends say it; undefined where there is no saying. */
export const bestDirection = (metric: string): Best | undefined => directions.get(metric);
