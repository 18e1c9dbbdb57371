// The map: below what leads to it, each way with what is said of it, and keys that follow the ways.
import { expect, test } from "vitest";
import type { Content } from "../shapes";
import { curve, drawn, neighbour } from "./layout";
import { waysOf } from "./ways";

const CONTENT: Content = {
  languages: ["en"], translations: {},
  flows: {
    triage: {
      flow: "triage", start: "age",
      steps: {
        age: {
          type: "choose", say: "How old are you?",
          choices: [
            { key: "minor", label: "Under 18", go: "help" }, { key: "adult", label: "18 or older", go: "keep" },
            { key: "unsaid", label: "I'd rather not say", go: "help" },
          ],
        },
        keep: { type: "consent", say: "May we keep it?", scopes: ["keep"], yes: { label: "Yes", go: "help" }, no: { label: "No", go: "age" }, refused: "help" },
        help: { type: "card", cards: ["institute"], go: "nowhere" },
      },
    },
  },
};

test("a way is told by the answer that leads there, two to the same step as one", () => {
  const { lines } = drawn(CONTENT, "triage");
  expect(Object.fromEntries(lines.map((line) => [line.id, line.said]))).toEqual({
    "age>help": "Under 18 / I'd rather not say", "age>keep": "18 or older", "keep>help": "Yes / if it cannot be done", "keep>age": "No",
  });
});

test("a step stands below what leads to it, and a way that leads to no step is not drawn", () => {
  const at = Object.fromEntries(drawn(CONTENT, "triage").spots.map((spot) => [spot.key, spot.y]));
  expect(at["age"]).toBeLessThan(at["keep"] as number);
  expect(at["keep"]).toBeLessThan(at["help"] as number);
  expect(waysOf(CONTENT, "triage.help", { type: "card", go: "nowhere" })).toEqual([{ to: "nowhere", said: "" }]);
});

test("arrow keys go down the ways and back up them, and not round in a circle", () => {
  const picture = drawn(CONTENT, "triage");
  expect(neighbour(picture, "triage.keep", "ArrowDown")).toBe("triage.help");
  expect(neighbour(picture, "triage.keep", "ArrowUp")).toBe("triage.age");
  expect(neighbour(picture, "triage.age", "ArrowLeft")).toBeUndefined();
});

test("a broken flow draws what there is of it", () => {
  expect(drawn({ ...CONTENT, flows: {} }, "triage")).toEqual({ spots: [], lines: [] });
});

test("a line begins and ends where its way does", () => {
  expect(curve([{ x: 0, y: 0 }, { x: 5, y: 5 }])).toBe("M0,0L5,5");
  expect(curve([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }])).toBe("M0,0Q10,0 10,10");
});
