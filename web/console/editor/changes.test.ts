import { expect, test } from "vitest";
import { apply, at, inverse, whose } from "./changes";
import type { Change, Plain } from "./shapes";

const CONTENT = {
  flows: { hello: { start: "ask", steps: { ask: { say: "How?", choices: [{ key: "a", label: "A" }, { key: "b", label: "B" }] }, end: { type: "end" } } } },
  translations: { nl: { "hello.ask.say": "Hoe?" } },
};
const CHOICES = ["flows", "hello", "steps", "ask", "choices"];

test("a word in a choice changes, and everything beside it stays the same object", () => {
  const after = apply(CONTENT, [{ path: [...CHOICES, "b", "label"], before: "B", after: "Bee" }]);
  expect(at(after, [...CHOICES, "b", "label"])).toBe("Bee");
  expect(after.translations).toBe(CONTENT.translations);
  expect(at(after, [...CHOICES, "a"])).toBe(at(CONTENT, [...CHOICES, "a"]));
  expect(at(CONTENT, [...CHOICES, "b", "label"])).toBe("B");
});

test("what is new, what is gone and what stands elsewhere, and all of it undone", () => {
  const changes: Change[] = [
    { path: [...CHOICES, "c"], after: { key: "c", label: "C" } },
    { path: [...CHOICES, "a"], before: { key: "a", label: "A" } },
    { path: [...CHOICES, "#order"], before: ["a", "b"], after: ["c", "b"] },
    { path: ["translations", "nl", "hello.ask.say"], before: "Hoe?" },
    { path: ["flows", "hello", "steps", "#order"], before: ["ask", "end"], after: ["end", "ask"] },
  ];
  const after = apply(CONTENT, changes);
  expect((at(after, CHOICES) as { key: string }[]).map((one) => one.key)).toEqual(["c", "b"]);
  expect(Object.keys(at(after, ["flows", "hello", "steps"]) as Record<string, Plain>)).toEqual(["end", "ask"]);
  expect(at(after, ["translations", "nl"])).toEqual({});
  expect(JSON.stringify(apply(after, inverse(changes)))).toBe(JSON.stringify(CONTENT));
});

test("who wrote last what stands at a path, or around it, or within", () => {
  const edit = (by: string, path: string[]) => ({ version: 2, by, at: by, changes: [{ path }] });
  const edits = [edit("Lou", [...CHOICES, "a", "label"]), edit("Ann", [...CHOICES, "b"]), edit("Tuur", ["translations"])];
  expect(whose([...CHOICES, "a", "label"], edits)).toEqual({ by: "Lou", at: "Lou" });
  expect(whose([...CHOICES, "b", "label"], edits).by).toBe("Ann");
  expect(whose(["translations", "nl", "x"], edits).by).toBe("Tuur");
  expect(whose(["flows", "other"], edits)).toEqual({});
});

test("a leaf within what is not there yet makes the way to it", () => {
  const after = apply(CONTENT, [{ path: ["translations", "fr", "hello.ask.say"], after: "Comment ?" }]);
  expect(at(after, ["translations", "fr", "hello.ask.say"])).toBe("Comment ?");
});
