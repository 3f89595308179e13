import { expect, test } from "vitest";
import { ctrlC, listenForStop } from "../../../runner/training/stop-request.ts";

const listeners = (signal: NodeJS.Signals) => process.listenerCount(signal);

test.each(["SIGINT", "SIGTERM"] as const)("the first %s asks for a stop, and the next one is not caught", (signal) => {
  const before = [listeners("SIGINT"), listeners("SIGTERM")];
  const said: string[] = [];
  const stop = listenForStop((name) => said.push(name));
  expect([stop.reason, stop.endsAs]).toEqual([null, "interrupted"]);
  process.emit(signal, signal);
  expect([stop.reason, said]).toEqual([signal === "SIGINT" ? ctrlC : signal, [signal]]);
  // Without a listener, Node's default is to end the process.
  expect([listeners("SIGINT"), listeners("SIGTERM")]).toEqual(before);
});

test("a run that is over listens no more", () => {
  const before = [listeners("SIGINT"), listeners("SIGTERM")];
  listenForStop(() => undefined).close();
  expect([listeners("SIGINT"), listeners("SIGTERM")]).toEqual(before);
});
