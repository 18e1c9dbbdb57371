// What is gone and what is new, word by word: both texts can be read back.
import { expect, test } from "vitest";
import { compared, type Piece } from "./words";

const read = (pieces: Piece[], without: Piece["way"]): string => pieces.filter((one) => one.way !== without).map((one) => one.text).join("");

test("only the words that differ are marked", () => {
  expect(compared("How old are you?", "How old are you now?")).toEqual([
    { text: "How old are ", way: "same" }, { text: "you?", way: "gone" }, { text: "you now?", way: "new" },
  ]);
});

test("a space between two changes does not tear them apart", () => {
  expect(compared("How old are you?", "Tell your age.")).toEqual([
    { text: "How old are you?", way: "gone" }, { text: "Tell your age.", way: "new" },
  ]);
});

test.each([
  ["", "Hello"], ["Hello", ""], ["a b c d", "d c b a"], ["one\ntwo", "one two"], ["Ça va ? Oui.", "Ça va ? Non."], ["same", "same"],
])("both texts can be read back: %j, %j", (before, after) => {
  const pieces = compared(before, after);
  expect(read(pieces, "new")).toBe(before);
  expect(read(pieces, "gone")).toBe(after);
});
