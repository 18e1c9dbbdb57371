import { expect, test } from "vitest";
import { knowEntries } from "./house_names.svelte";
import type { Content } from "./shapes";
import { placeWords, saidWords, valueWords } from "./worded";

knowEntries([{ key: "institute", name: "The Institute" }]);
const CONTENT = {
  languages: ["en"], translations: {},
  flows: {
    triage: {
      flow: "triage", start: "age",
      steps: {
        age: { type: "choose", say: "How old are you?", choices: [{ key: "minor", label: "Under 18", go: "help" }] },
        help: { type: "card", cards: ["institute", "new_line"] },
      },
    },
  },
} as unknown as Content;

test("what came of a talk is read by words, not by short names", () => {
  expect(saidWords(CONTENT, "triage.age.say")).toBe("How old are you?");
  expect(saidWords(CONTENT, "triage.age.again")).toBe("How old are you? (Said when it comes back here)");
  expect(saidWords(CONTENT, "card:institute")).toBe("Shows: The Institute");
  expect(saidWords(CONTENT, "[triage.age:minor]")).toBe("[Under 18]");
  expect(saidWords(CONTENT, "[house.consent:words]")).toBe("[words]");
  expect(placeWords(CONTENT, "triage.help")).toBe("Shows: The Institute, new line");
  expect(placeWords(CONTENT, "triage.gone")).toBe("The first questions · gone");
});

test("a field says what stands in it, whatever that is", () => {
  expect(valueWords("cards", ["institute"])).toBe("The Institute");
  expect(valueWords("sets", { age: "minor" })).toBe("the writer's age: under 18");
  expect(valueWords("when", { open: "institute", language: "nl" })).toBe("open just now: The Institute · the language: Nederlands");
  expect(valueWords("cases", [{ when: { age: "minor" }, go: "help" }], (key) => placeWords(CONTENT, `triage.${key}`))).toBe("If the writer's age: under 18 · Where does it lead? Shows: The Institute, new line");
  expect(valueWords("scopes", ["keep"])).toBe("keeping a case");
  expect([valueWords("alert", true), valueWords("max", 40), valueWords("note", null), valueWords("cards", [])]).toEqual(["yes", "40", "–", "–"]);
});
