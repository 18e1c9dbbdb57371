import { expect, test } from "vitest";
import { back, turned } from "./places";
import type { Turn } from "./exif";
import { readHeader } from "./header";
import { chance, FILES, jpegWith, longJpeg, mutated, segment, tiff } from "./pictures.testing";

test.each(FILES)("the size of a $name is read, and how it is turned", async ({ bytes, header }) => {
  expect(await readHeader(new Blob([bytes]))).toEqual(header);
});

test("every way a camera can be held is read, in either order of bytes", async () => {
  for (const little of [true, false]) {
    for (let turn = 1; turn <= 8; turn++) {
      const file = new Blob([jpegWith(segment(0xe1, ["Exif\0\0", ...tiff(turn, little)]))]);
      expect(await readHeader(file)).toEqual({ format: "jpeg", width: 40, height: 30, turn });
    }
  }
});

test.each([0, 9, 65535])("a turn of %i is none", async (turn) => {
  expect((await readHeader(new Blob([jpegWith(segment(0xe1, ["Exif\0\0", ...tiff(turn)]))])))?.turn).toBe(1);
});

test("the first notes of a camera count, and others are passed over", async () => {
  const other = segment(0xe1, ["http://ns.adobe.com/xap/1.0/\0"]);
  const [first, second] = [6, 3].map((turn) => segment(0xe1, ["Exif\0\0", ...tiff(turn)]));
  expect((await readHeader(new Blob([jpegWith(other, first!, second!)])))?.turn).toBe(6);
});

test("megabytes before the size are stepped over, not read", async () => {
  const large = segment(0xe1, ["depth", ...Array<number>(65000).fill(1)]);
  const counted = new CountedBlob(longJpeg(large, 100));
  expect(await readHeader(counted)).toMatchObject({ width: 40, height: 30 });
  expect(counted.size).toBeGreaterThan(6e6);
  expect(counted.read).toBeLessThan(1e6);
});

test("stray bytes between two parts are passed over", async () => {
  const stray = jpegWith(segment(0xe0, ["JFIF"]), [1, 2, 0xff, 0], segment(0xe1, ["Exif\0\0", ...tiff(8)]), [7]);
  expect(await readHeader(new Blob([stray]))).toEqual({ format: "jpeg", width: 40, height: 30, turn: 8 });
});

test("a header that never ends is given up", async () => {
  const small = segment(0xe2, ["x"]);
  expect(await readHeader(new Blob(longJpeg(small, 5000)))).toBeNull();
});

test("whatever is done to a header, it is read or not, in a few looks", async () => {
  const dice = chance(20_26);
  let still = 0;
  for (let round = 0; round < 4000; round++) {
    const { bytes } = FILES[round % FILES.length]!;
    const counted = new CountedBlob([mutated(bytes, dice)]);
    const header = await readHeader(counted);
    expect(counted.looks).toBeLessThanOrEqual(600);
    if (!header) continue;
    still++;
    expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(header.turn);
    expect(header.width).toBeGreaterThan(0);
    expect(header.height).toBeGreaterThan(0);
  }
  expect(still).toBeGreaterThan(400); // else only rubbish was tried
});

test("a turned picture and the one in the file are read from each other, pixel for pixel", () => {
  const every = (side: number) => Int32Array.from({ length: side }, (_, place) => place);
  const [wide, high] = [5, 3];
  const lies = (x: number, y: number) => y * wide + x;
  const ask = (turn: Turn) => {
    const { columns, rows, swaps } = turned(wide, high, turn, every);
    const rowsOf = [...rows].map((y) => [...columns].map((x) => lies(x, y)));
    return swaps ? rowsOf[0]!.map((_, x) => rowsOf.map((row) => row[x])) : rowsOf;
  };
  expect(ask(1)[0]).toEqual([0, 1, 2, 3, 4]);
  expect(ask(6)[0]).toEqual([10, 5, 0]); // the left side, from below, is on top
  expect(ask(8)[0]).toEqual([4, 9, 14]);
  expect(ask(3)[0]).toEqual([14, 13, 12, 11, 10]);
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((turn) => back(turn as Turn))).toEqual([1, 2, 3, 4, 5, 8, 7, 6]);
});

/** A file that counts what is read of it. */
class CountedBlob extends Blob {
  looks = 0;
  read = 0;
  override slice(from = 0, to = this.size): Blob {
    this.looks++;
    const piece = super.slice(from, to);
    this.read += piece.size;
    return piece;
  }
}
