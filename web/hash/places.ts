// Which pixel of a turned picture lies where in the other one: so both can be read from whichever the browser gives.
import type { Turn } from "./exif";

/** `swaps`: rows become columns; after that `across` mirrors left and right, `down` top and bottom. */
type Way = { swaps: boolean; across: boolean; down: boolean };

const way = (swaps: boolean, across: boolean, down: boolean): Way => ({ swaps, across, down });
const WAYS: Record<Turn, Way> = {
  1: way(false, false, false),
  2: way(false, true, false),
  3: way(false, true, true),
  4: way(false, false, true),
  5: way(true, false, false),
  6: way(true, true, false),
  7: way(true, true, true),
  8: way(true, false, true),
};

/** From the picture as it is shown back to how it lies: only the two quarter turns are not their own way back. */
export const back = (turn: Turn): Turn => (turn === 6 ? 8 : turn === 8 ? 6 : turn);

/** Where a picture is read: given how long a side is, and how long the other one, the places on it. */
export type Places = (side: number, other: number) => Int32Array;
export type Pick = { columns: Int32Array; rows: Int32Array; swaps: boolean };

/** Columns and rows of the given picture that make the same picture after it was turned, read at its own places. */
export function turned(width: number, height: number, turn: Turn, places: Places): Pick {
  const { swaps, across, down } = WAYS[turn];
  const [wide, high] = swaps ? [height, width] : [width, height];
  const along = mirrored(places(wide, high), wide, across);
  const upright = mirrored(places(high, wide), high, down);
  return swaps ? { columns: upright, rows: along, swaps } : { columns: along, rows: upright, swaps };
}

const mirrored = (places: Int32Array, side: number, mirror: boolean): Int32Array =>
  mirror ? places.map((place) => side - 1 - place) : places;

/** Rows become columns, of four bytes a pixel. */
export function transposed(rgba: Uint8ClampedArray, width: number, height: number): Uint8ClampedArray {
  const from = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) to[x * height + y] = from[y * width + x]!;
  return new Uint8ClampedArray(to.buffer);
}
