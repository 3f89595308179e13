import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { recipeQuestion } from "../../../media/dashboard/runs-table/questions.ts";
import { LazyAnswers, type Question } from "../../../media/data/lazy-answers.ts";
import type { RunnerLink } from "../../../shared/client/runner-link.ts";

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

const questions = (runner: string, count: number): Question<object>[] =>
  Array.from({ length: count }, (_, i) => recipeQuestion({ ref: { runner, run: `run-${i}` } }));
const recipe = (initial: number) => ({ learningRate: { initial } });
const asking = (links: Record<string, RunnerLink>) =>
  new LazyAnswers<object>(
    (runner) => links[runner] ?? null,
    (change) => change(),
  );

describe("recipes of runs", () => {
  test("are asked for four at a time, in order, and each once", async () => {
    const { link, asked, all } = heldLink();
    const answers = asking({ a: link });
    const wanted = questions("a", 6);
    answers.want(wanted);
    answers.want(wanted);
    expect(all).toEqual(["run-0", "run-1", "run-2", "run-3"]);
    asked.get("run-1")!.answer({ recipe: recipe(0.1) });
    await setImmediate();
    expect(all).toEqual(["run-0", "run-1", "run-2", "run-3", "run-4"]);
    expect(answers.known.value.get(wanted[1]!.key)).toEqual({ value: recipe(0.1) });
    answers.want(wanted.slice(1, 2));
    asked.get("run-0")!.answer({ recipe: recipe(0.2) });
    await setImmediate();
    expect(all).toHaveLength(5);
  });

  test("of two runners are told apart, and one that is away is asked when it is back", async () => {
    const [a, b] = [heldLink(), heldLink()];
    const links: Record<string, RunnerLink> = { a: a.link };
    const answers = asking(links);
    const wanted = [...questions("b", 1), ...questions("a", 1)];
    answers.want(wanted);
    expect([a.all, b.all]).toEqual([["run-0"], []]);
    a.asked.get("run-0")!.answer({ recipe: recipe(1) });
    await setImmediate();
    links.b = b.link;
    answers.want(wanted);
    b.asked.get("run-0")!.answer({ recipe: recipe(2) });
    await setImmediate();
    expect(wanted.map(({ key }) => answers.known.value.get(key))).toEqual([{ value: recipe(2) }, { value: recipe(1) }]);
  });

  test("say why they cannot be read, but not where only the connection was lost", async () => {
    const [before, after] = [heldLink(), heldLink()];
    const links: Record<string, RunnerLink> = { a: before.link };
    const answers = asking(links);
    const wanted = questions("a", 3);
    answers.want(wanted);
    before.asked.get("run-0")!.refuse(new Error("no such run"));
    before.asked.get("run-1")!.answer({ totalSteps: 3 });
    await setImmediate();
    links.a = after.link;
    before.asked.get("run-2")!.refuse(new Error("the connection was lost"));
    await setImmediate();
    answers.want(wanted);
    expect(after.all).toEqual(["run-2"]);
    expect(wanted.map(({ key }) => answers.known.value.get(key))).toEqual([
      { error: "no such run" },
      { error: "its plan has no recipe." },
      undefined,
    ]);
  });
});

test("a question is asked again when its stamp has changed, and keeps the former answer until then", async () => {
  const { link, asked, all } = heldLink();
  const answers = asking({ a: link });
  const [question] = questions("a", 1) as [Question<object>];
  answers.want([question]);
  asked.get("run-0")!.answer({ recipe: recipe(1) });
  await setImmediate();
  answers.want([question]);
  expect(all).toHaveLength(1);
  answers.want([{ ...question, stamp: "later" }]);
  expect(all).toHaveLength(2);
  expect(answers.known.value.get(question.key)).toEqual({ value: recipe(1) });
  asked.get("run-0")!.answer({ recipe: recipe(2) });
  await setImmediate();
  expect(answers.known.value.get(question.key)).toEqual({ value: recipe(2) });
});
