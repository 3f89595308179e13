import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { RunRecipes } from "../../../media/dashboard/runs-table/run-recipes.ts";
import { runKey } from "../../../media/data/run-key.ts";
import type { RunnerLink } from "../../../shared/client/runner-link.ts";
import type { RunRef } from "../../../shared/dashboard/messages.ts";

/** A runner's link that answers `get` when the test says so. */
function heldLink() {
  const asked = new Map<string, { answer: (plan: unknown) => void; refuse: (error: Error) => void }>();
  const all: string[] = [];
  const request = (_: "get", { run }: { run: string }) =>
    new Promise((resolve, reject) => {
      all.push(run);
      asked.set(run, { answer: (plan) => resolve({ plan }), refuse: reject });
    });
  return { link: { request } as unknown as RunnerLink, asked, all };
}

const refs = (runner: string, count: number): RunRef[] =>
  Array.from({ length: count }, (_, i) => ({ runner, run: `run-${i}` }));
const plan = (initial: number) => ({ recipe: { learningRate: { initial } } });
const here = (links: Record<string, RunnerLink>) =>
  new RunRecipes({ link: (runner) => links[runner] ?? null }, (change) => change());

describe("recipes of runs", () => {
  test("are read four at a time, in order, and each once", async () => {
    const { link, asked, all } = heldLink();
    const recipes = here({ a: link });
    const runs = refs("a", 6);
    recipes.want(runs);
    recipes.want(runs);
    expect(all).toEqual(["run-0", "run-1", "run-2", "run-3"]);
    asked.get("run-1")!.answer(plan(0.1));
    await setImmediate();
    expect(all).toEqual(["run-0", "run-1", "run-2", "run-3", "run-4"]);
    expect(recipes.known.value.get(runKey(runs[1]!))).toEqual(plan(0.1));
    recipes.want(runs.slice(1, 2));
    asked.get("run-0")!.answer(plan(0.2));
    await setImmediate();
    expect(all).toHaveLength(5);
  });

  test("of two runners are told apart, and one that is away is asked when it is back", async () => {
    const [a, b] = [heldLink(), heldLink()];
    const links: Record<string, RunnerLink> = { a: a.link };
    const recipes = here(links);
    const runs = [...refs("b", 1), ...refs("a", 1)];
    recipes.want(runs);
    expect([a.all, b.all]).toEqual([["run-0"], []]);
    a.asked.get("run-0")!.answer(plan(1));
    await setImmediate();
    links.b = b.link;
    recipes.want(runs);
    b.asked.get("run-0")!.answer(plan(2));
    await setImmediate();
    expect(runs.map((run) => recipes.known.value.get(runKey(run)))).toEqual([plan(2), plan(1)]);
  });

  test("say why they cannot be read, but not where only the connection was lost", async () => {
    const [before, after] = [heldLink(), heldLink()];
    const links: Record<string, RunnerLink> = { a: before.link };
    const recipes = here(links);
    const runs = refs("a", 3);
    recipes.want(runs);
    before.asked.get("run-0")!.refuse(new Error("no such run"));
    before.asked.get("run-1")!.answer({ totalSteps: 3 });
    await setImmediate();
    links.a = after.link;
    before.asked.get("run-2")!.refuse(new Error("the connection was lost"));
    await setImmediate();
    recipes.want(runs);
    expect(after.all).toEqual(["run-2"]);
    expect(recipes.known.value.get(runKey(runs[0]!))).toEqual({ error: "no such run" });
    expect(recipes.known.value.get(runKey(runs[1]!))).toEqual({ error: "its plan has no recipe." });
    expect(recipes.known.value.has(runKey(runs[2]!))).toBe(false);
  });
});
