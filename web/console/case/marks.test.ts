// What is hidden in a text is shown; what belongs to a word or an emoji is left alone.
import { expect, test } from "vitest";
import { pieces } from "./marks";

const shown = (text: string): string => pieces(text).map((piece) => (piece.mark ? `[${piece.mark}]` : piece.text)).join("");

test("text turned round is shown with the signs that turn it", () => {
  expect(shown("user\u202Etxt.exe\u202C")).toBe("user[RLO]txt.exe[PDF]");
  expect(shown("\u2066a\u2069 \u2067b\u2068c")).toBe("[LRI]a[PDI] [RLI]b[FSI]c");
  for (const sign of "\u202A\u202B\u202D\u200E\u200F\u061C") expect(shown(`a${sign}b`)).toMatch(/^a\[\w{3}\]b$/);
});

test("signs without width are shown", () => {
  expect(shown("112\u200B.be\uFEFF")).toBe("112[ZWSP].be[BOM]");
  expect(shown("pa\u00ADy\u2060pal")).toBe("pa[SHY]y[WJ]pal");
  expect(shown("a\u{E0041}b\u0000c\u009Fd\uD800e")).toBe("a[E0041]b[0000]c[009F]d[D800]e");
});

test("an emoji, a flag and a Persian word stay whole", () => {
  for (const whole of ["👩‍❤️‍👩", "👩🏽‍🚒", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "می‌خواهم", "क्‍ष"])
    expect(shown(whole)).toBe(whole);
  expect(shown("a\u200Db")).toBe("a[ZWJ]b");
});

test("a word of two alphabets is told apart, a word of one is not", () => {
  const mixed = (text: string): string[] => pieces(text).filter((piece) => piece.mixed).map((piece) => piece.text);
  expect(mixed("ga naar аррӏе.com of раypal, niet naar paypal")).toEqual(["аррӏе.com", "раypal"]);
  expect(mixed("привет, Καλημέρα, ça va, Zoë, 112")).toEqual([]);
  expect(pieces("ga naar раypal nu").map((piece) => piece.text).join("")).toBe("ga naar раypal nu");
});

test("lines and tabs are kept, and nothing is lost or added", () => {
  const text = "een\n\ttwee \u202E drie 👩‍❤️‍👩 \u0007";
  expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
  expect(shown("een\n\ttwee")).toBe("een\n\ttwee");
  expect(pieces("")).toEqual([]);
});
