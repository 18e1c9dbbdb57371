// A picture's brightness made small: blurred by averages over its surroundings (Jarosz), then every nth taken.

/** Rows and columns of the small picture. */
export const SIDE = 64;
const PASSES = 2;

/** 64 × 64 of it. `light` is used up. */
export function averaged(light: Float32Array, width: number, height: number): Float32Array {
  const between = new Float32Array(light.length);
  const across = reach(width);
  const down = reach(height);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let row = 0; row < height; row++) average(light, between, row * width, 1, width, across);
    for (let column = 0; column < width; column++) average(between, light, column, width, height, down);
  }
  const small = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++)
      small[row * SIDE + column] = light[middle(row, height) * width + middle(column, width)]!;
  return small;
}

/** So many neighbours are averaged: with two passes, what becomes one of the 64. */
function reach(size: number): number {
  return Math.ceil(size / (2 * SIDE));
}

/** The place in the large picture at the centre of one in the small. */
function middle(place: number, size: number): number {
  return Math.floor(((place + 0.5) * size) / SIDE);
}

/** One row or column: `length` values, `step` apart, each replaced by the average of the `reach` around it. */
function average(from: Float32Array, to: Float32Array, start: number, step: number, length: number, reach: number) {
  const ahead = Math.floor(reach / 2);
  const end = start + length * step;
  let sum = 0;
  let inside = 0;
  let entering = start;
  let leaving = start;
  let place = start;
  for (; inside < ahead; inside++, entering += step) sum = Math.fround(sum + from[entering]!);
  for (; inside < reach; entering += step, place += step) {
    sum = Math.fround(sum + from[entering]!);
    to[place] = sum / ++inside;
  }
  for (; entering < end; entering += step, leaving += step, place += step) {
    sum = Math.fround(sum + from[entering]!);
    sum = Math.fround(sum - from[leaving]!);
    to[place] = sum / inside;
  }
  for (; place < end; leaving += step, place += step) {
    sum = Math.fround(sum - from[leaving]!);
    to[place] = sum / --inside;
  }
}
