// Pixels of a picture the browser has unpacked, read row by row over a canvas that is one row high: no canvas as large
// as the picture, so no limit of canvases, and the browser scales and smooths nothing.
import { type Pick, transposed } from "./places";

/** A picture that can be read. `shown`: it is the picture as it is shown; otherwise as it lies in the file. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly shown: boolean;
  /** Red, green, blue and a fourth byte for each pixel picked. What is transparent stands on white. */
  read(pick: Pick): Uint8ClampedArray;
  close(): void;
}

/** The browser is to change nothing: no colours by a profile, nothing multiplied beforehand. */
export const AS_IT_IS: ImageBitmapOptions = { colorSpaceConversion: "none", premultiplyAlpha: "none" };

/** Wider pictures are read in pieces: some browsers have no wider canvas. */
const WIDEST = 4096;

export class Drawn implements Pixels {
  readonly shown = true;

  constructor(private readonly bitmap: ImageBitmap) {}

  get width(): number {
    return this.bitmap.width;
  }

  get height(): number {
    return this.bitmap.height;
  }

  read({ columns, rows, swaps }: Pick): Uint8ClampedArray {
    const row = context(Math.min(this.width, WIDEST));
    const picked = new Uint32Array(columns.length * rows.length);
    for (let from = 0; from < this.width; from += WIDEST) {
      const wide = Math.min(WIDEST, this.width - from);
      for (let at = 0; at < rows.length; at++) {
        row.fillRect(0, 0, wide, 1);
        row.drawImage(this.bitmap, from, rows[at]!, wide, 1, 0, 0, wide, 1);
        const drawn = new Uint32Array(row.getImageData(0, 0, wide, 1).data.buffer);
        for (let x = 0; x < columns.length; x++) {
          const place = columns[x]! - from;
          if (place >= 0 && place < wide) picked[at * columns.length + x] = drawn[place]!;
        }
      }
    }
    const rgba = new Uint8ClampedArray(picked.buffer);
    return swaps ? transposed(rgba, columns.length, rows.length) : rgba;
  }

  close(): void {
    this.bitmap.close();
  }
}

function context(width: number): OffscreenCanvasRenderingContext2D {
  const row = new OffscreenCanvas(width, 1).getContext("2d", { willReadFrequently: true });
  if (!row) throw new Error("no canvas");
  row.fillStyle = "#fff";
  return row;
}

const SIDE = 64;
const pattern = (_: number, at: number): number => (at % 4 === 3 ? 255 : (at * 89 + (at >> 5) * 31) % 256);
/** A browser may round; one that hides who it is lies by more. */
const MOST_OFF = 2;

/** Some browsers return other pixels than were drawn, so that nobody can tell them apart. Then no hash is right. */
export async function readsTruly(): Promise<boolean> {
  try {
    const known = new Uint8ClampedArray(4 * SIDE * SIDE).map(pattern);
    const drawn = new Drawn(await createImageBitmap(new ImageData(known, SIDE, SIDE), AS_IT_IS));
    const all = Int32Array.from({ length: SIDE }, (_, place) => place);
    const got = drawn.read({ columns: all, rows: all, swaps: false });
    drawn.close();
    return known.every((level, at) => Math.abs(level - got[at]!) <= MOST_OFF);
  } catch {
    return false;
  }
}
