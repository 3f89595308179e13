import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConnectError } from "../../../shared/client/connect-error.ts";
import { RunnerClient } from "../../../shared/client/runner-client.ts";
import { RunnerSession, type SessionState } from "../../../shared/client/runner-session.ts";
import { FakeTimers, settled } from "../../support/fake-timers.ts";
import { greeting, MemorySocket } from "../../support/memory-socket.ts";

type Outcome = "connects" | "refused" | "wrong-token";

/** A session to a runner that does what the test says, and everything that happened. */
function world({ random = () => 1 }: { random?: () => number } = {}) {
  const timers = new FakeTimers();
  const sockets: MemorySocket[] = [];
  const states: SessionState[] = [];
  const attempts: number[] = [];
  const running = { now: 0, most: 0 };
  const behaviour: { outcome: Outcome } = { outcome: "connects" };
  const connect = async (): Promise<RunnerClient> => {
    attempts.push(timers.now);
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    await settled();
    running.now -= 1;
    if (behaviour.outcome !== "connects") {
      throw new ConnectError(behaviour.outcome, "no", { retry: behaviour.outcome === "refused" });
    }
    const socket = new MemorySocket(greeting);
    sockets.push(socket);
    return RunnerClient.open(socket, { url: "http://box:1", client: "test" });
  };
  const session = new RunnerSession({
    connect,
    timers,
    now: () => timers.now,
    random,
    onState: (state) => states.push(state),
  });
  const open = () => sockets.filter(({ isClosed }) => !isClosed);
  return { session, timers, sockets, states, attempts, running, behaviour, open };
}
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await settled();
};

describe("a session", () => {
  it("contacts nobody before it is started", async () => {
    const { session, timers, attempts } = world();
    await timers.pass(60_000);
    expect(attempts).toEqual([]);
    expect(session.state).toEqual({ state: "stopped" });
  });

  it("tries again after waits whose ceiling doubles from 250 ms to 15 s", async () => {
    const { session, timers, attempts, behaviour } = world();
    behaviour.outcome = "refused";
    session.start();
    for (let second = 0; second < 80; second += 1) {
      await settle();
      await timers.pass(1_000);
    }
    const waits = attempts.slice(1).map((at, index) => at - attempts[index]!);
    expect(waits.slice(0, 6)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000]);
    expect(waits.slice(6)).toEqual(waits.slice(6).map(() => 15_000));
  });

  it("says when the next attempt comes, and makes it then", async () => {
    const { session, timers, attempts, behaviour } = world({ random: () => 0.5 });
    behaviour.outcome = "refused";
    session.start();
    await settle();
    const { state } = session;
    expect(state).toMatchObject({ state: "unreachable", retryAt: 125 });
    await timers.pass(124);
    expect(attempts).toHaveLength(1);
    await timers.pass(1);
    expect(attempts).toEqual([0, 125]);
  });

  it("does not repeat by itself what only a person can put right", async () => {
    const { session, timers, attempts, behaviour } = world();
    behaviour.outcome = "wrong-token";
    session.start();
    await settle();
    await timers.pass(3_600_000);
    expect(attempts).toHaveLength(1);
    expect(session.state).toMatchObject({ state: "unreachable", retryAt: null, error: { code: "wrong-token" } });
    behaviour.outcome = "connects";
    session.reconnect();
    await settle();
    expect(session.state.state).toBe("connected");
  });

  it("begins with short waits again only after a connection that held", async () => {
    const { session, timers, sockets, attempts } = world();
    session.start();
    await settle();
    for (let loss = 0; loss < 4; loss += 1) {
      sockets.at(-1)!.terminate();
      await settle();
      await timers.pass(20_000 - 10_000);
      await settle();
    }
    // Each connection held for a little less than ten seconds: 250, 500, 1,000, 2,000.
    const waits = attempts.slice(1).map((at, index) => at - attempts[index]! - (index === 0 ? 0 : 10_000));
    expect(waits.map((wait, index) => wait + (index === 0 ? 0 : [250, 500, 1_000][index - 1]!))).toEqual([
      250, 500, 1_000, 2_000,
    ]);
    await timers.pass(10_000);
    const before = timers.now;
    sockets.at(-1)!.terminate();
    await settle();
    await timers.pass(250);
    expect(attempts.at(-1)).toBe(before + 250);
  });

  it("that is stopped while it connects closes what it gets", async () => {
    const { session, timers, sockets, open } = world();
    session.start();
    session.stop();
    await settle();
    expect(sockets).toHaveLength(1);
    expect(open()).toEqual([]);
    expect(timers.waiting).toBe(0);
    expect(session.state).toEqual({ state: "stopped" });
  });

  it("keeps its promises whatever happens in whatever order", async () => {
    const step = fc.oneof(
      fc.constant("start" as const),
      fc.constant("stop" as const),
      fc.constant("reconnect" as const),
      fc.constant("cut" as const),
      fc.record({ pass: fc.integer({ min: 1, max: 40_000 }) }),
      fc.record({ outcome: fc.constantFrom<Outcome>("connects", "refused", "wrong-token") }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        async (steps, r) => {
          const { session, timers, states, running, behaviour, open } = world({ random: () => r });
          let wanted = false;
          for (const one of steps) {
            if (one === "cut") open()[0]?.terminate();
            else if (typeof one === "string") {
              wanted = one !== "stop";
              session[one]();
            } else if ("pass" in one) await timers.pass(one.pass);
            else behaviour.outcome = one.outcome;
            await settle();
            // One connection at a time, and only where one is wanted.
            expect(open().length).toBe(session.state.state === "connected" ? 1 : 0);
            expect(running.most).toBeLessThanOrEqual(1);
            expect(session.state.state === "stopped").toBe(!wanted);
            if (!wanted) expect(timers.waiting).toBe(0);
            // What may get better is tried again, within 15 seconds.
            if (session.state.state === "unreachable") {
              const { retryAt, error } = session.state;
              expect(retryAt === null).toBe(error.code === "wrong-token");
              if (retryAt !== null) expect(retryAt - timers.now).toBeLessThanOrEqual(15_000);
            }
          }
          // Told of every change, and never of the same state of rest twice.
          expect(states.at(-1) ?? { state: "stopped" }).toEqual(session.state);
          session.stop();
          await settle();
          expect(open()).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
