import { expect, test } from "vitest";
import { asField, fromField } from "./brussels";

test("what is written is meant by the clock of Brussels, in winter and in summer", () => {
  expect(asField("2026-11-23T09:30:00Z")).toBe("2026-11-23T10:30");
  expect(asField("2026-07-01T09:30:00Z")).toBe("2026-07-01T11:30");
  expect(fromField("2026-11-23T10:30")?.toISOString()).toBe("2026-11-23T09:30:00.000Z");
  expect(fromField("2026-07-01T00:10")?.toISOString()).toBe("2026-06-30T22:10:00.000Z");
});

test("half a day is no moment", () => {
  expect(fromField("")).toBeNull();
});
