// Versions in words: who, what for, and which two are looked at first.
import { expect, test } from "vitest";
import type { PublishedRow } from "../overview";
import { about, newestTwo, short, whose } from "./rows";

const row = (given: Partial<PublishedRow>): PublishedRow => ({
  kind: "flows", number: 1, checksum: "abcdef0123456789", at: "2026-11-20T09:00:00Z", by: null, second: null, note: "", back_to: null, ...given,
});

test("it is told who published a version, and who agreed", () => {
  expect(whose(row({}))).toBe("as Haven came");
  expect(whose(row({ by: "house" }))).toBe("on the server");
  expect(whose(row({ by: "Sarah" }))).toBe("Sarah");
  expect(whose(row({ by: "Sarah", second: "Wout" }))).toBe("Sarah, agreed by Wout");
});

test("one that was brought back says which, and why", () => {
  expect(about(row({ back_to: 2, note: "Too long." }))).toBe("Version 2 again. Too long.");
  expect(about(row({ note: "Kinder." }))).toBe("Kinder.");
});

test("what runs is compared with the one before it; one alone is compared with nothing", () => {
  expect(newestTwo([row({ number: 4 }), row({ number: 3 }), row({})])).toEqual([3, 4]);
  expect(newestTwo([row({})])).toBeNull();
  expect(short("abcdef0123456789")).toBe("abcdef01");
});
