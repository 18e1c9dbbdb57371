// Files go to the house as they are, and what cannot go is told by name.
import { expect, test } from "vitest";
import { chosen } from "./files";

test("a PO file goes as text, whatever a program put before it", async () => {
  const file = new File([new Uint8Array([0xef, 0xbb, 0xbf]), 'msgid "é"\r\n'], "nl.po");
  expect(await chosen([file])).toEqual({ files: { "nl.po": 'msgid "é"\r\n' }, wrong: [] });
});

test("an archive goes byte by byte", async () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 256);
  const { files } = await chosen([new File([bytes], "draft.zip")]);
  expect(Uint8Array.from(atob(files["draft.zip"] as string), (letter) => letter.charCodeAt(0))).toEqual(bytes);
});

test("what is not for a draft, not in UTF-8 or too long is told and does not go", async () => {
  const latin = new File([new Uint8Array([0x6d, 0xe9])], "fr.po");
  const picture = new File(["x"], "photo.png");
  const long = new File([new Uint8Array(5 * 1024 * 1024)], "all.zip");
  const { files, wrong } = await chosen([latin, picture, long]);
  expect(files).toEqual({});
  expect(wrong).toHaveLength(3);
  expect(wrong.join()).toMatch(/fr\.po.*UTF-8.*photo\.png.*all\.zip/);
});
