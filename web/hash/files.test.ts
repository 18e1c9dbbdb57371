import { afterEach, expect, test, vi } from "vitest";
import { fingerprints } from "./files";
import { kindOf } from "./kind";
import { FILES } from "./pictures.testing";
import { sizeClass } from "./size";

afterEach(() => vi.restoreAllMocks());

/** By md5sum. */
const MD5: Record<number, string> = {
  0: "d41d8cd98f00b204e9800998ecf8427e",
  1: "93b885adfe0da089cdf634904fd59f71",
  65536: "4f62e13194b7efef87e4a8a1ccc9a9b5",
  4194304: "1fe901140e415ebc35d4ea216b7a6e52",
  9000001: "671ba594ee52cd68f3d5fb52f61370c1",
};

async function known(bytes: Uint8Array<ArrayBuffer>) {
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [
    { label: "md5", value: MD5[bytes.length] },
    { label: "sha256", value: [...sha256].map((byte) => byte.toString(16).padStart(2, "0")).join("") },
  ];
}

const film = (size: number) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 9)) & 255);

test.each(Object.keys(MD5).map(Number))("%i bytes are read whole, in pieces", async (size) => {
  const bytes = film(size);
  const told: number[] = [];
  expect(await fingerprints(new Blob([bytes]), (done) => told.push(done))).toEqual({ bytes: size, hashes: await known(bytes) });
  expect(told.at(-1) ?? 0).toBe(size);
});

test("a browser that cannot read into its own memory reads slice by slice", async () => {
  vi.spyOn(Blob.prototype, "stream").mockImplementation(() => {
    throw new TypeError("no such mode");
  });
  const bytes = film(9_000_001);
  const told: number[] = [];
  expect((await fingerprints(new Blob([bytes]), (done) => told.push(done))).hashes).toEqual(await known(bytes));
  expect(told).toEqual([4 * 1024 * 1024, 8 * 1024 * 1024, 9_000_001]);
});

test("a file that goes away meanwhile is no file", async () => {
  vi.spyOn(Blob.prototype, "stream").mockImplementation(
    () => new ReadableStream({ type: "bytes", pull: () => Promise.reject(new DOMException("gone", "NotReadableError")) }),
  );
  await expect(fingerprints(new Blob(["x"]), () => undefined)).rejects.toThrow("gone");
});

const kind = (text: string) => {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return kindOf(new DataView(bytes.buffer));
};

test.each(FILES)("a $name is a picture", ({ bytes }) => {
  expect(kindOf(new DataView(bytes.buffer))).toBe("image");
});

test.each([
  ["image", "II*\0 a TIFF"],
  ["image", '<?xml version="1.0"?>\n<svg xmlns="x">'],
  ["image", "  <svg viewBox='0 0 1 1'>"],
  ["image", "\0\0\0\x1cftypmif1"],
  ["video", "\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"],
  ["video", "\0\0\0\x14ftypqt  "],
  ["video", "\0\0\0\x08wide\0\0\0\0mdat"],
  ["video", "\x1aE\xdf\xa3 webm"],
  ["video", "RIFF\0\0\0\0AVI LIST"],
  ["video", `OggS${"\0".repeat(24)}\x80theora`],
  ["video", `G${"x".repeat(187)}`.repeat(3)],
  ["video", `....G${"x".repeat(187)}`.repeat(3)],
  ["file", "RIFF\0\0\0\0WAVEfmt "],
  ["file", "\0\0\0\x20ftypM4A \0\0\0\0"],
  ["file", `OggS${"\0".repeat(24)}\x01vorbis`],
  ["file", "%PDF-1.7"],
  ["file", "BM is how this letter begins"],
  ["file", "<html><svg>"],
  ["file", "G"],
  ["file", ""],
])("%s is what its bytes say: %j", (what, text) => {
  expect(kind(text)).toBe(what);
});

test.each([
  [0, "<1MB"],
  [1024 * 1024 - 1, "<1MB"],
  [1024 * 1024, "1-10MB"],
  [10 * 1024 * 1024, "10-100MB"],
  [100 * 1024 * 1024, "100MB-1GB"],
  [1024 ** 3, ">1GB"],
  [5 * 1024 ** 3, ">1GB"],
])("%i bytes are told as %s", (bytes, told) => {
  expect(sizeClass(bytes)).toBe(told);
});
