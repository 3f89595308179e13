import { type ChildProcess, spawn } from "node:child_process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { startTestRunner } from "../../support/test-runner.ts";

/** Row 17 of what must not break a runner: 10,000 sockets that say nothing, opened by a process of their own. */
const count = 10_000;
/** A few at a time: what is more than the queue of new connections holds, the system turns away by itself. */
const opener = `
  const { connect } = require("node:net");
  const port = Number(process.argv[1]);
  let [opened, closed] = [0, 0];
  const open = () => {
    for (let index = 0; index < 50 && opened < ${count}; index += 1, opened += 1) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.on("close", () => { closed += 1; });
      socket.resume();
    }
    if (closed === ${count}) process.exit();
    setTimeout(open, 20);
  };
  open();
`;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
function liveBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test(`${count} idle sockets are closed, keep no good client waiting, and leave no memory behind`, async () => {
  const runner = await startTestRunner();
  let sockets: ChildProcess | undefined;
  try {
    const good = await runner.connect();
    await good.request("list", {});
    const before = liveBytes();
    sockets = spawn(process.execPath, ["-e", opener, String(runner.server.port)], { stdio: "inherit" });
    let answers = 0;
    while (sockets.exitCode === null) {
      expect(await good.request("list", {})).toEqual({ runs: [] });
      answers += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(sockets.exitCode).toBe(0);
    expect(answers).toBeGreaterThan(10);
    const next = await runner.connect();
    expect(await next.request("list", {})).toEqual({ runs: [] });
    next.close();
    good.close();
    expect(liveBytes() - before).toBeLessThan(8 * 2 ** 20);
  } finally {
    sockets?.kill();
    await runner.close();
  }
});
