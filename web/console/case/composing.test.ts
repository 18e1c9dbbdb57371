// The answer box: what sends, what makes a line, how often typing is told.
import { expect, test } from "vitest";
import type { Line } from "../contract";
import { found, insert, isNear, isTooLong, sends, typist } from "./composing";
import { drawn, isBlocked, lastOfContact } from "./talk";

const key = (more: Partial<KeyboardEvent> = {}): KeyboardEvent => ({ key: "Enter", ...more }) as KeyboardEvent;

test("Enter sends, Shift+Enter makes a line, and a word being composed is never sent", () => {
  expect(sends(key(), true)).toBe(true);
  expect(sends(key({ shiftKey: true }), true)).toBe(false);
  expect(sends(key({ isComposing: true }), true)).toBe(false);
  expect(sends(key(), false)).toBe(false);
  expect(sends(key({ ctrlKey: true }), false)).toBe(true);
  expect(sends(key({ key: "a" }), true)).toBe(false);
});

test("typing is told at most every four seconds", () => {
  let [now, told] = [0, 0];
  const type = typist(() => (told += 1), () => now);
  for (now = 0; now <= 8_000; now += 100) type();
  expect(told).toBe(3);
});

test("the counter shows near the end, and 4,000 is the most", () => {
  expect([isNear("a".repeat(3600)), isNear("a".repeat(3601))]).toEqual([false, true]);
  expect([isTooLong("a".repeat(4000)), isTooLong("a".repeat(4001))]).toEqual([false, true]);
});

test("a few letters find a reply, with or without accents", () => {
  const replies = [{ title: "Numéros", text: "116 000" }, { title: "Hallo", text: "over numeros" }];
  expect(found(replies, "numer").map((one) => one.title)).toEqual(["Numéros", "Hallo"]);
  expect(found(replies, "")).toHaveLength(2);
  expect(found(replies, "zzz")).toEqual([]);
});

test("a reply is put in where the cursor stands and nothing typed is lost", () => {
  expect(insert("", 0, "Hallo")).toEqual({ text: "Hallo", at: 5 });
  expect(insert("een", 3, "Hallo").text).toBe("een\nHallo");
  expect(insert("een twee", 4, "X")).toEqual({ text: "een Xtwee", at: 5 });
});

const line = (id: string, by: Line["by"], at: string, more: Partial<Line> = {}): Line =>
  ({ id, by, staff: null, alias: null, text: "", at, fate: "none", hard: false, ...more });

test("the transcript names a speaker again after another, a pause, or a night", () => {
  const lines = [
    line("1", "contact", "2026-11-21T20:00:00Z"),
    line("2", "contact", "2026-11-21T20:05:00Z"),
    line("3", "contact", "2026-11-21T20:20:00Z"),
    line("4", "bot", "2026-11-21T20:20:01Z"),
    line("5", "bot", "2026-11-22T09:00:00Z"),
  ];
  const shown = drawn(lines, "3", "me");
  expect(shown.map((one) => one.begins)).toEqual([true, false, true, true, true]);
  expect(shown.map((one) => one.date !== "")).toEqual([true, false, false, false, true]);
  expect(shown.map((one) => one.fresh)).toEqual([false, false, true, false, false]);
  expect(lastOfContact(lines)).toBe("3");
});

test("blocked is what happened last, until words come again", () => {
  const at = "2026-11-21T20:00:00Z";
  const blocked = [line("1", "contact", at), line("2", "staff", at, { fate: "blocked" })];
  expect(isBlocked({ blocked: false, lines: blocked })).toBe(true);
  expect(isBlocked({ blocked: false, lines: [...blocked, line("3", "contact", at)] })).toBe(false);
  expect(isBlocked({ blocked: false, lines: [] })).toBe(false);
  expect(isBlocked({ blocked: true, lines: [line("1", "contact", at)] })).toBe(true);
});
