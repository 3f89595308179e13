import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { writeLines } from "../../../runner/terminal/write-lines.ts";

function* numbers(count: number, seen: (index: number) => void = () => undefined) {
  for (let index = 0; index < count; index++) {
    seen(index);
    yield String(index);
  }
}

test("lines come out in order, each with its end", async () => {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      setImmediate(done);
    },
  });
  await writeLines(stream, numbers(50_000));
  expect(text.split("\n")).toEqual([...numbers(50_000), ""]);
});

test("a reader that leaves ends it quietly, and no further lines are made", async () => {
  let last = 0;
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    },
  });
  await writeLines(
    stream,
    numbers(1_000_000, (index) => {
      last = index;
    }),
  );
  expect(last).toBeLessThan(100_000);
});

test("a full disk is an error", async () => {
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error("no space left"), { code: "ENOSPC" }));
    },
  });
  await expect(writeLines(stream, ["line"])).rejects.toThrow("The output cannot be written: no space left.");
});
