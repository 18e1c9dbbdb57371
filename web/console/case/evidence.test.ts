// Hashes of one file stand together, in the order in which they were given; what was found is said in plain words.
import { expect, test } from "vitest";
import type { Hit, Item } from "../contract";
import { grouped, hitSentence, mediaName, sizeName, turnName } from "./evidence";

const item = (id: string, file: string | null = null): Item => ({
  id, file, kind: "hash", platform: null, shown: "", state: "kept", algorithm: "pdq", quality: null, label: "PDQ", given_at: "", custody: [],
  origin: file ? "page" : "chat", tool: null, media: null, size: null, raw: false,
});
const hit = (sure: Hit["sure"], turn: Hit["turn"] = "upright"): Hit => ({ asked: "a", sure, bits: 4, turn });

test("the hashes of one file stand where its first one does, and all else by itself", () => {
  const items = [item("link"), item("pdq", "f"), item("typed"), item("md5", "f"), item("other", "g")];
  expect(grouped(items).map((one) => [one.file, one.items.map((each) => each.id)])).toEqual([
    ["", ["link"]], ["f", ["pdq", "md5"]], ["", ["typed"]], ["g", ["other"]],
  ]);
  expect(grouped([])).toEqual([]);
});

test("what somebody may not know the name of is still called something", () => {
  expect([mediaName("image"), mediaName("video"), mediaName(null), mediaName("hologram")]).toEqual(["Picture", "Video", "File", "File"]);
  expect([sizeName("1-10MB"), sizeName(null), sizeName("?")]).toEqual(["1 to 10 MB", "", ""]);
});

test("how sure it is, and how it lies, is said in words", () => {
  expect(hitSentence(hit("same_file"))).toBe("The same file, byte for byte.");
  expect(hitSentence(hit("almost_surely"))).toBe("Almost surely the same picture.");
  expect(hitSentence(hit("probably"))).toContain("Probably");
  expect(turnName("upright")).toBe("");
  expect(turnName("upside_down")).toBe("upside down");
});
