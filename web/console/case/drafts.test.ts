// Half-typed text survives a reload, belongs to one person, and is gone when she signs out.
import { expect, test } from "vitest";
import { Drafts, forgetDrafts } from "./drafts";
import type { Shelf } from "./sealed";
import { Sharing, type Wire } from "./sharing";

class Paper implements Shelf {
  readonly kept = new Map<string, string>();
  get length(): number { return this.kept.size; }
  key(index: number): string | null { return [...this.kept.keys()][index] ?? null; }
  getItem(key: string): string | null { return this.kept.get(key) ?? null; }
  setItem(key: string, value: string): void { this.kept.set(key, value); }
  removeItem(key: string): void { this.kept.delete(key); }
}

test("a draft is there again after a reload, for its case and its field alone", () => {
  const shelf = new Paper();
  new Drafts("noor", shelf).keep("c1", "reply", "Ik ben hi");
  const again = new Drafts("noor", shelf);
  expect(again.read("c1", "reply")).toBe("Ik ben hi");
  expect(again.read("c1", "note")).toBe("");
  expect(again.read("c2", "reply")).toBe("");
});

test("what was sent is kept no longer", () => {
  const shelf = new Paper();
  const drafts = new Drafts("noor", shelf);
  drafts.keep("c1", "reply", "Ik ben hier");
  drafts.keep("c1", "reply", "");
  expect(shelf.length).toBe(0);
});

test("whoever signs in next in the same tab finds nothing", () => {
  const shelf = new Paper();
  shelf.setItem("haven.theme", "dark");
  new Drafts("noor", shelf).keep("c1", "reply", "Ik ben hi");
  new Drafts("noo", shelf);
  expect([...shelf.kept.keys()]).toEqual(["haven.theme"]);
});

test("signing out forgets all of it, and nothing else", () => {
  const shelf = new Paper();
  shelf.setItem("haven.theme", "dark");
  const drafts = new Drafts("noor", shelf);
  drafts.keep("c1", "reply", "een");
  drafts.keep("c2", "note", "twee");
  forgetDrafts(shelf);
  expect([...shelf.kept.keys()]).toEqual(["haven.theme"]);
});

test("a full shelf stops nobody from typing", () => {
  const shelf = new Paper();
  shelf.setItem = () => { throw new Error("full"); };
  expect(() => new Drafts("noor", shelf).keep("c1", "reply", "een")).not.toThrow();
});

/** Tabs of one browser, each hearing the others. */
function tabs(): () => Wire {
  const all: Wire[] = [];
  return () => {
    const wire: Wire = {
      onmessage: null,
      postMessage: (said) => all.forEach((other) => other !== wire && other.onmessage?.({ data: said } as MessageEvent)),
      close: () => void all.splice(all.indexOf(wire), 1),
    };
    all.push(wire);
    return wire;
  };
}

test("a second tab is offered what the first has typed, and never overwrites it", () => {
  const open = tabs();
  const [first, second, stranger] = [[], [], []] as string[][];
  const one = new Sharing({ tab: "1", staff: "noor", case: "c1" }, (text) => first?.push(text), open());
  one.tell("Ik ben hi");
  new Sharing({ tab: "2", staff: "noor", case: "c1" }, (text) => second?.push(text), open());
  new Sharing({ tab: "3", staff: "noor", case: "c2" }, (text) => stranger?.push(text), open());
  new Sharing({ tab: "4", staff: "sam", case: "c1" }, (text) => stranger?.push(text), open());
  expect(second).toEqual(["Ik ben hi"]);
  one.tell("");
  expect(second).toEqual(["Ik ben hi", ""]);
  expect(first).toEqual([]);
  expect(stranger).toEqual([]);
});
