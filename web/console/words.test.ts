import { afterEach, expect, test, vi } from "vitest";
import { clock, day, lasting, minutes, minutesLeft, recent } from "./times";
import { language, learn, many, speak, t } from "./words";

afterEach(() => {
  speak("en", {});
  vi.unstubAllGlobals();
});

test("a text is shown in the language chosen, and in English where it is missing or empty", () => {
  speak("nl", { "Sign out": "Afmelden", "Good": "" });
  expect([t("Sign out"), t("Good"), t("Keys")]).toEqual(["Afmelden", "Good", "Keys"]);
});

test("what is filled in is text, whatever it looks like, and a name nobody gave stays visible", () => {
  expect(t("{alias} has it since {time}", { alias: "{time}<b>$&" })).toBe("{time}<b>$& has it since {time}");
});

test("a language that cannot be fetched leaves the console readable", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("down")));
  await learn("fr");
  expect([language(), t("Sign out")]).toEqual(["fr", "Sign out"]);
});

test("one is not many", () => {
  expect([many(1, "one", "more"), many(0, "one", "more"), many(2, "one", "more")]).toEqual(["one", "more", "more"]);
});

test("times are Brussels' times, whatever clock the machine keeps", () => {
  expect(clock("2026-11-22T20:04:00Z")).toBe("21:04");
  expect(clock("2026-07-01T20:04:00Z")).toBe("22:04");
  expect(day("2026-11-22T23:30:00Z")).toContain("23");
  expect(recent("2026-11-22T20:04:00Z", Date.parse("2026-11-22T22:30:00Z"))).toBe("21:04");
  expect(recent("2026-11-21T20:04:00Z", Date.parse("2026-11-22T22:30:00Z"))).toMatch(/21.*21:04/);
});

test("a wait is said in minutes, hours and days, and never below nothing", () => {
  expect([0, 59, 60, 125, 60 * 24 * 3].map(lasting)).toEqual(["<1 min", "59 min", "1 h 00 min", "2 h 05 min", "3 d"]);
  const now = Date.parse("2026-11-22T20:00:00Z");
  expect(minutes("2026-11-22T20:00:05Z", now)).toBe(0);
  expect(minutes("2026-11-22T19:47:30Z", now)).toBe(12);
  expect([minutesLeft("2026-11-22T20:05:30Z", now), minutesLeft("2026-11-22T19:59:00Z", now)]).toEqual([6, -1]);
});
