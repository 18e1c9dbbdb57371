// PDQ, the fingerprint of a picture: one that was made smaller, saved again or recoloured keeps most of its 256 bits.
//
// Our own text of the algorithm that Meta published: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
// Algorithm" (hashing.pdf in github.com/facebook/ThreatExchange), which owes its transform to C. Zauner, "Implementation
// and Benchmarking of Perceptual Image Hash Functions" (2010). Equal to theirs bit for bit: every sum is rounded to
// 32 bits where theirs is, and the tests hold it against their own program.
import { averaged, SIDE } from "./averaging";
import { COUNT, frequencies, turned, WAYS } from "./frequencies";

/** `value`: 64 hexadecimal digits, the highest bit first. `quality`: 0 to 100; below 50 there is too little to see. */
export type Pdq = { value: string; quality: number };

type Pixels = Uint8ClampedArray | Uint8Array;

/** The most rows and columns that are looked at. */
export const MOST = 512;
const SMALLEST = 5;
const NOTHING: Pdq = { value: "0".repeat(COUNT / 4), quality: 0 };

/** Of these pixels, every one of them: four bytes each, the fourth is not looked at. */
export function pdq(rgba: Pixels, width: number, height: number): Pdq {
  if (width < SMALLEST || height < SMALLEST) return NOTHING;
  const light = luminance(rgba, width * height);
  const small = width === SIDE && height === SIDE ? light : averaged(light, width, height);
  return { value: bits(frequencies(small)), quality: quality(small) };
}

/** The same for the eight ways a picture can be turned and mirrored, in the order of `WAYS`. */
export function pdqTurned(rgba: Pixels, width: number, height: number): Pdq[] {
  if (width < SMALLEST || height < SMALLEST) return WAYS.map(() => NOTHING);
  const small = averaged(luminance(rgba, width * height), width, height);
  const upright = frequencies(small);
  return WAYS.map((way) => ({ value: bits(turned(upright, way)), quality: quality(small) }));
}

/** Which of `size` rows or columns stands at this place of the 512 that are looked at. */
export function sampleAt(place: number, size: number): number {
  return Math.floor((place * size) / MOST);
}

/** A picture larger than 512 either way, as Meta's own tool looks at it: 512 rows and 512 columns, whatever its shape. */
export function sampled(rgba: Pixels, width: number, height: number): { rgba: Pixels; width: number; height: number } {
  if (width <= MOST && height <= MOST) return { rgba, width, height };
  const from = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  const to = new Uint32Array(MOST * MOST);
  for (let row = 0; row < MOST; row++)
    for (let column = 0; column < MOST; column++)
      to[row * MOST + column] = from[sampleAt(row, height) * width + sampleAt(column, width)]!;
  return { rgba: new Uint8Array(to.buffer), width: MOST, height: MOST };
}

function luminance(rgba: Pixels, count: number): Float32Array {
  const light = new Float32Array(count);
  for (let i = 0; i < count; i++)
    light[i] = rgba[4 * i]! * 0.299 + rgba[4 * i + 1]! * 0.587 + rgba[4 * i + 2]! * 0.114;
  return light;
}

/** A bit is set where a frequency is stronger than half of them are. */
function bits(strengths: Float32Array): string {
  const middle = strengths.slice().sort()[COUNT / 2 - 1]!;
  let hex = "";
  for (let last = COUNT - 1; last > 0; last -= 4) {
    let digit = 0;
    for (let place = last; place > last - 4; place--) digit = 2 * digit + Number(strengths[place]! > middle);
    hex += digit.toString(16);
  }
  return hex;
}

/** How much there is to see: the steps in brightness from one of the 64 × 64 to the next, small ones left out. */
function quality(small: Float32Array): number {
  let steps = 0;
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const here = row * SIDE + column;
      if (row + 1 < SIDE) steps += step(small[here]!, small[here + SIDE]!);
      if (column + 1 < SIDE) steps += step(small[here]!, small[here + 1]!);
    }
  return Math.min(100, Math.floor(steps / 90));
}

function step(one: number, next: number): number {
  return Math.abs(Math.trunc(Math.fround(Math.fround(Math.fround(one - next) * 100) / 255)));
}
