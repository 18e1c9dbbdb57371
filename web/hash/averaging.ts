// A picture's brightness made small: blurred by averages over its surroundings (Jarosz), then every nth taken.

/** Rows and columns of the small picture. */
export const SIDE = 64;
const PASSES = 2;

/** 64 × 64 of it. `light` is used up. */
export function averaged(light: Float32Array, width: number, height: number): Float32Array {
  const between = new Float32Array(light.length);
  const across = window(width);
  const down = window(height);
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
function window(size: number): number {
  return Math.ceil(size / (2 * SIDE));
}

/** The place in the large picture at the centre of one in the small. */
function middle(place: number, size: number): number {
  return Math.floor(((place + 0.5) * size) / SIDE);
}

/** One row or column: `length` values, `step` apart, each replaced by the average of the `window` around it. */
function average(from: Float32Array, to: Float32Array, start: number, step: number, length: number, window: number) {
  const ahead = Math.floor(window / 2);
  let sum = 0;
  let inside = 0;
  let entering = start;
  let leaving = start;
  for (let place = -ahead; place < length; place++) {
    if (place + ahead < length) {
      sum = Math.fround(sum + from[entering]!);
      entering += step;
      inside++;
    }
    if (place + ahead >= window) {
      sum = Math.fround(sum - from[leaving]!);
      leaving += step;
      inside--;
    }
    if (place >= 0) to[start + place * step] = sum / inside;
  }
}
