import { expect, test } from "vitest";
import { Typed } from "./typed.svelte";

function shelf(): { kept: Map<string, string>; getItem: (key: string) => string | null; setItem: (key: string, text: string) => void; removeItem: (key: string) => void } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text), removeItem: (key) => void kept.delete(key) };
}
const write = (before: string, after: string) => ({ edit: "write", place: "a.b", field: "say", before, after });

test("what is typed is kept until it is saved, with what was seen before the first letter", () => {
  const own = shelf();
  const typed = new Typed("d", own);
  const field = typed.type(write("Old", "N"));
  typed.type(write("Somebody else's", "New"));
  expect(new Typed("d", own).words[field]?.edit).toEqual(write("Old", "New"));
  typed.saved(write("Old", "New"));
  expect([typed.in(field), own.kept.size]).toEqual([undefined, 0]);
});

test("what is typed while the rest is on its way goes on from what was sent", () => {
  const typed = new Typed("d", shelf());
  const field = typed.type(write("Old", "New"));
  typed.type(write("Old", "Newer"));
  typed.saved(write("Old", "New"));
  expect(typed.words[field]?.edit).toEqual(write("New", "Newer"));
});

test("an emptied field is saved as nothing", () => {
  const typed = new Typed("d", shelf());
  const field = typed.type(write("Old", ""));
  typed.saved({ ...write("Old", ""), after: null });
  expect(typed.in(field)).toBeUndefined();
});

test("what stood against somebody else's words is tried again after a reload, and kept apart from another draft's", () => {
  const own = shelf();
  const typed = new Typed("d", own);
  typed.fail(write("Old", "New"));
  const field = typed.type(write("Old", "New"));
  typed.fail(write("Old", "New"));
  const again = new Typed("d", own);
  expect(again.retried()).toEqual([field]);
  expect(again.words[field]?.failed).toBeUndefined();
  expect(new Typed("other", own).retried()).toEqual([]);
});
