import { expect, test } from "vitest";
import { flowOrder, leadsTo, outline } from "./outline";
import type { Content, Step } from "./shapes";

const ask: Step = { type: "choose", choices: [{ key: "a", label: "A", go: "one", sets: { go: "nowhere" } }, { key: "b", label: "B", go: "two" }] };
const CONTENT = {
  languages: ["en"], translations: {},
  flows: {
    help: { flow: "help", start: "end", steps: { end: { type: "end" } } },
    part: { flow: "part", start: "end", steps: { end: { type: "end" } } },
    triage: {
      flow: "triage", start: "hello",
      steps: { two: { type: "end" }, hello: { type: "say", go: "ask" }, ask, one: { type: "call", flow: "part", go: "two" }, loose: { type: "end" } },
    },
  },
} as unknown as Content;

test("where a step leads, whatever its type; what a fact is called is no way", () => {
  expect(leadsTo(ask)).toEqual(["one", "two"]);
  expect(leadsTo({ type: "new_one", refused: "x", yes: { label: "Yes", go: "y" }, empty: "z" })).toEqual(["x", "y", "z"]);
});

test("parts stand where the talk first comes to them, those that words call stand last", () => {
  expect(flowOrder(CONTENT)).toEqual([{ key: "triage", called: true }, { key: "part", called: true }, { key: "help", called: false }]);
});

test("steps stand as they are written, and lie deeper behind each choice", () => {
  const [triage] = outline(CONTENT);
  expect(triage?.steps.map(({ key, depth }) => [key, depth])).toEqual([["two", 1], ["hello", 0], ["ask", 0], ["one", 1], ["loose", 0]]);
});

test("a broken draft has an outline too", () => {
  const broken = { languages: [], translations: {}, flows: { odd: { flow: "odd", start: "gone", steps: { a: null, b: { type: "say" } } } } };
  expect(outline(broken as unknown as Content)[0]?.steps.map((one) => one.key)).toEqual(["b"]);
});
