// Which waves a small picture is made of (discrete cosine transform): the 16 × 16 slowest, without the plain average.
import { SIDE } from "./averaging";

const KEPT = 16;
/** How many there are: as many as a fingerprint has bits. */
export const COUNT = KEPT * KEPT;

/** The ways a picture can be turned (by so many degrees) and mirrored, named and ordered as Meta does. */
export const WAYS = ["upright", "90", "180", "270", "flip-x", "flip-y", "flip-plus", "flip-minus"] as const;
export type Way = (typeof WAYS)[number];

const WAVES = new Float32Array(KEPT * SIDE);
for (let wave = 0; wave < KEPT; wave++)
  for (let place = 0; place < SIDE; place++)
    WAVES[wave * SIDE + place] =
      Math.fround(Math.sqrt(2 / SIDE)) * Math.cos((Math.PI / 2 / SIDE) * (wave + 1) * (2 * place + 1));

/** How strong each wave is: down the picture by row, across it by column. */
export function frequencies(small: Float32Array): Float32Array {
  const between = new Float32Array(KEPT * SIDE);
  for (let down = 0; down < KEPT; down++)
    for (let column = 0; column < SIDE; column++)
      between[down * SIDE + column] = overlap(WAVES, down * SIDE, small, column, SIDE);
  const found = new Float32Array(COUNT);
  for (let down = 0; down < KEPT; down++)
    for (let across = 0; across < KEPT; across++)
      found[down * KEPT + across] = overlap(WAVES, across * SIDE, between, down * SIDE, 1);
  return found;
}

function overlap(wave: Float32Array, at: number, values: Float32Array, start: number, step: number): number {
  let sum = 0;
  for (let k = 0; k < SIDE; k++) sum = Math.fround(sum + Math.fround(wave[at + k]! * values[start + k * step]!));
  return sum;
}

/** The same picture turned or mirrored: its waves change places or signs, nothing has to be looked at again. */
export function turned(upright: Float32Array, way: Way): Float32Array {
  const found = new Float32Array(COUNT);
  for (let i = 0; i < KEPT; i++)
    for (let j = 0; j < KEPT; j++)
      found[CROSSED.has(way) ? j * KEPT + i : i * KEPT + j] = SIGN[way](i, j) * upright[i * KEPT + j]!;
  return found;
}

const CROSSED: ReadonlySet<Way> = new Set<Way>(["90", "270", "flip-plus", "flip-minus"]);
const even = (number: number) => (number % 2 ? 1 : -1);
const SIGN: Record<Way, (row: number, column: number) => number> = {
  upright: () => 1,
  "90": (_, column) => even(column),
  "180": (row, column) => -even(row + column),
  "270": (row) => even(row),
  "flip-x": (row) => even(row),
  "flip-y": (_, column) => even(column),
  "flip-plus": () => 1,
  "flip-minus": (row, column) => -even(row + column),
};
