import { createInterface } from "node:readline";
import { followRun } from "../../runner/client/follow-run.ts";
import { parseAddress } from "../../shared/client/address.ts";

/**
 * A client in a process of its own, which a test puts behind a line that it can cut. Its first line of input is the
 * runner's URL, token, run and heartbeat as JSON. It prints a line for each record and for each time that the connection is
 * lost, and ends with the run.
 */
const say = (word: object) => console.log(JSON.stringify(word));
for await (const line of createInterface(process.stdin)) {
  const { url, token, run, heartbeatMs } = JSON.parse(line) as Record<"url" | "token" | "run", string> & {
    heartbeatMs: number;
  };
  await followRun({
    target: { address: parseAddress(url), token, tokenFrom: "a test", ca: null, pin: null },
    run,
    heartbeatMs,
    random: () => 0.1,
    onLost: ({ code }) => say({ lost: code }),
    onRecords: (records, upToDate) => {
      for (const record of records) say({ record });
      const last = records.at(-1);
      return upToDate && last?.type === "state" && last.state === "completed";
    },
  });
  break;
}
process.exit(0);
