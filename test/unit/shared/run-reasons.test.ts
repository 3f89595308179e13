import { expect, test } from "vitest";
import { reasonText, runReasons } from "../../../shared/run-reasons.ts";

test.each(Object.entries(runReasons))("%s is said in the language that is shown", (_, { recorded, shown }) => {
  expect(reasonText(recorded, "ko")).toBe(shown.ko);
  expect(reasonText(recorded, "en")).toBe(shown.en);
});

test("what follows known words stays, and so does what nobody knows", () => {
  expect(reasonText("its process ended without a word (signal 9)", "ko")).toBe(
    "프로세스가 아무 말 없이 끝났습니다 (signal 9)",
  );
  expect(reasonText("the disk did not take what it wrote", "ko")).toBe("the disk did not take what it wrote");
});
