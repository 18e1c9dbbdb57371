import { expect, test } from "vitest";
import { droppedAfter, movedAfter } from "./fields/order";
import { unlike } from "./languages";
import { freeKey, slug, valueAt } from "./places";
import { treeKey } from "./tree";

const pressed = (key: string, held: object = {}) => ({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held });

test("keys of the outline mean on a step what they mean in every tree, and more", () => {
  expect(treeKey(pressed("ArrowDown"), true)).toBe("next");
  expect(treeKey(pressed("ArrowUp", { altKey: true }), true)).toBe("up");
  expect(treeKey(pressed("d", { ctrlKey: true }), true)).toBe("copy");
  expect(treeKey(pressed("ArrowUp", { altKey: true }), false)).toBeNull();
  expect(treeKey(pressed("z", { ctrlKey: true }), true)).toBeNull();
});

test("up, down and dropped: after which one it stands then", () => {
  const keys = ["a", "b", "c"];
  expect([movedAfter(keys, "b", -1), movedAfter(keys, "c", -1), movedAfter(keys, "a", 1)]).toEqual(["", "a", "b"]);
  expect([movedAfter(keys, "a", -1), movedAfter(keys, "c", 1)]).toEqual([undefined, undefined]);
  expect([droppedAfter(keys, "c", "a"), droppedAfter(keys, "a", "c"), droppedAfter(keys, "b", "b")]).toEqual(["", "c", undefined]);
});

test("a key is made of words, short enough, and free", () => {
  expect(slug("Où êtes-vous ?", 16)).toBe("ou_etes_vous");
  expect(freeKey("say", ["say", "say_2"], 20)).toBe("say_3");
  expect(freeKey("a very long name for an answer", [], 16).length).toBeLessThanOrEqual(16);
});

test("a field is found by its path: within a choice by its key, within a case by its number", () => {
  const step = { type: "x", choices: [{ key: "minor", label: "Under 18" }], cases: [{ go: "a" }], yes: { label: "Yes" } };
  expect(["choices.minor.label", "cases.0.go", "yes.label", "no.label"].map((path) => valueAt(step, path))).toEqual(["Under 18", "a", "Yes", undefined]);
});

test("placeholders that a translation lacks, or has too many", () => {
  expect(unlike("Call {emergency}, {operator}.", "Bel {emergency}, {kept}.")).toEqual({ missing: ["operator"], extra: ["kept"] });
});
