import { beforeAll, expect, test, vi } from "vitest";
import { row } from "./sample";

let reasonToLook: typeof import("./attention.svelte").reasonToLook;
beforeAll(async () => {
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
  ({ reasonToLook } = await import("./attention.svelte"));
});
const noor = { kind: "staff", staff: "noor", alias: "Noor", since: null } as const;
const lou = { kind: "staff", staff: "lou", alias: "Lou", since: null } as const;

test("somebody who begins to wait is worth a look, once", () => {
  expect(reasonToLook(row(), undefined, "noor")).toBe("waiting");
  expect(reasonToLook(row(), row(), "noor")).toBeNull();
  expect(reasonToLook(row(), row({ holder: lou }), "noor")).toBe("waiting");
});

test("words of danger or crisis are worth a look wherever the case is", () => {
  expect(reasonToLook(row({ urgency: "crisis", holder: lou }), row({ holder: lou }), "noor")).toBe("urgent");
  expect(reasonToLook(row({ urgency: "danger" }), row({ urgency: "crisis" }), "noor")).toBe("urgent");
  expect(reasonToLook(row({ urgency: "danger" }), row({ urgency: "danger" }), "noor")).toBeNull();
});

test("despair that is said once more is worth a look once more", () => {
  const [before, after] = [row({ urgency: "crisis", holder: lou }), row({ urgency: "crisis", holder: lou, numbers_by: "2026-11-22T20:03:00Z" })];
  expect(reasonToLook(after, before, "noor")).toBe("urgent");
  expect(reasonToLook(after, after, "noor")).toBeNull();
});

test("new words are worth a look to who has the case, and to nobody else", () => {
  const [before, after] = [row({ holder: noor, wrote: 1 }), row({ holder: noor, wrote: 2 })];
  expect(reasonToLook(after, before, "noor")).toBe("words");
  expect(reasonToLook(after, before, "lou")).toBeNull();
});

test("a case that was closed rests", () => {
  expect(reasonToLook(row({ state: "closed", urgency: "danger" }), undefined, "noor")).toBeNull();
});

test("a case that a colleague passed on is worth a look to who has it now, and to nobody else", () => {
  const [before, after] = [row({ holder: lou }), row({ holder: noor })];
  expect(reasonToLook(after, before, "noor")).toBe("passed");
  expect(reasonToLook(after, before, "lou")).toBeNull();
  expect(reasonToLook(after, after, "noor")).toBeNull();
  expect(reasonToLook(after, row(), "noor")).toBeNull();
});
