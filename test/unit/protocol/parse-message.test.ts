import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptMessage } from "../../../runner/server/accept-message.ts";
import { parseMessage } from "../../../shared/protocol/parse-message.ts";

describe("one frame's JSON", () => {
  it("is what JSON.parse reads, for all that it takes", () => {
    const value = fc
      .jsonValue({ maxDepth: 6 })
      .filter((json) => !/__proto__|constructor|prototype/.test(JSON.stringify(json)));
    fc.assert(
      fc.property(value, (json) => {
        const text = JSON.stringify(json);
        expect(parseMessage(text)).toEqual(JSON.parse(text));
      }),
    );
  });
  it.each([
    ['{"a":[{"__proto__":1}]}', "a.0: the name __proto__"],
    ['{"constructor":{"prototype":{}}}', "the message: the name constructor"],
    ['{"a":{"b":-1e999}}', "a.b: the number is too large"],
    [`${"[".repeat(65)}${"]".repeat(65)}`, "nested deeper than 64"],
    ["", "JSON"],
    ["\ufeff{}", "JSON"],
  ])("%s is refused with its place", (text, expected) => {
    expect(() => parseMessage(text)).toThrow(expected);
  });
  it("of a million levels is refused without exhausting the stack", () => {
    expect(() => parseMessage(`${'{"a":'.repeat(1_000_000)}1${"}".repeat(1_000_000)}`)).toThrow();
  });
});

describe("whatever comes", () => {
  it("is a request, ignored or refused, and never thrown", () => {
    const message = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            jsonrpc: fc.constantFrom("2.0", "1.0", 2),
            id: fc.anything(),
            method: fc.anything(),
            params: fc.anything(),
          },
          { requiredKeys: [] },
        )
        .map((value) => {
          try {
            return JSON.stringify(value) ?? "";
          } catch {
            return ""; // a BigInt, which no frame can hold
          }
        }),
    );
    fc.assert(
      fc.property(message, (text) => {
        const accepted = acceptMessage(text);
        expect(["request", "ignored", "refused"]).toContain(accepted.kind);
        if (accepted.kind === "request")
          expect(accepted.message).toMatchObject({ jsonrpc: "2.0", method: expect.any(String) });
      }),
      { numRuns: 2_000 },
    );
  });
});
