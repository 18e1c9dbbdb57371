import { expect, test } from "vitest";
import { inverse } from "./changes";
import type { Change, Edited } from "./shapes";
import { MOST_UNDONE, undoingOf } from "./undoing";

const says = (before: string, after: string): Change[] => [{ path: ["flows", "triage", "steps", "age", "say"], before, after }, { path: ["made_from", "nl", "triage.age.say"], after: before }];
const row = (...edits: [string, Change[]][]): Edited[] => edits.map(([by, changes], index) => ({ version: index + 2, by, at: "", changes }));
const [first, second, theirs] = [says("a", "b"), says("b", "c"), says("x", "y")];

test("one's own edits can be undone after a reload, a colleague's never", () => {
  expect(undoingOf(row(["Noor", first], ["Lou", theirs], ["Noor", second]), "Noor")).toEqual({ done: [first, second], undone: [] });
  expect(undoingOf(row(["Noor", first]), "Lou")).toEqual({ done: [], undone: [] });
});

test("what was undone before a reload can be done again after it, in whatever order the server tells it", () => {
  const back = inverse(second).toReversed();
  expect(undoingOf(row(["Noor", first], ["Noor", second], ["Noor", back]), "Noor")).toEqual({ done: [first], undone: [second] });
  expect(undoingOf(row(["Noor", first], ["Noor", inverse(first)], ["Noor", first]), "Noor")).toEqual({ done: [first], undone: [] });
});

test("something new after an undo leaves nothing to do again", () => {
  expect(undoingOf(row(["Noor", first], ["Noor", inverse(first)], ["Noor", theirs]), "Noor")).toEqual({ done: [theirs], undone: [] });
});

test("files that were too long to be taken back stand in the way of what came before them", () => {
  const files = says("a", "x".repeat(MOST_UNDONE));
  expect(undoingOf(row(["Noor", first], ["Noor", files], ["Noor", second]), "Noor")).toEqual({ done: [second], undone: [] });
});
