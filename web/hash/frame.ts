// The other way to pixels, where a canvas may not be trusted: the browser's unpacker of pictures, without a canvas.
import type { Pixels } from "./canvas";
import type { Format } from "./header";
import { type Pick, transposed } from "./places";

/** A picture as it lies in the file, not turned. */
class Unpacked implements Pixels {
  readonly shown = false;

  constructor(
    readonly width: number,
    readonly height: number,
    private rgba: Uint8ClampedArray,
  ) {}

  read({ columns, rows, swaps }: Pick): Uint8ClampedArray {
    const picked = new Uint8ClampedArray(4 * columns.length * rows.length).fill(255);
    let to = 0;
    for (const y of rows) {
      for (const x of columns) {
        const from = 4 * (y * this.width + x);
        const share = this.rgba[from + 3]! / 255;
        for (let colour = 0; colour < 3; colour++) {
          picked[to + colour] = this.rgba[from + colour]! * share + 255 * (1 - share);
        }
        to += 4;
      }
    }
    return swaps ? transposed(picked, columns.length, rows.length) : picked;
  }

  close(): void {
    this.rgba = new Uint8ClampedArray(0);
  }
}

/** null: this browser has no such unpacker, or not for this picture. */
export async function unpacked(file: Blob, format: Format): Promise<Pixels | null> {
  if (typeof ImageDecoder === "undefined") return null;
  const options: ImageDecoderInit = { data: file.stream(), type: `image/${format}`, colorSpaceConversion: "none" };
  const decoder = new ImageDecoder({ ...options, preferAnimation: false });
  try {
    const { image } = await decoder.decode({ frameIndex: 0 });
    const { width, height } = image.visibleRect ?? { width: image.codedWidth, height: image.codedHeight };
    const rgba = new Uint8ClampedArray(4 * width * height);
    await image.copyTo(rgba, { format: "RGBA", layout: [{ offset: 0, stride: 4 * width }] });
    image.close();
    return new Unpacked(width, height, rgba);
  } catch {
    return null;
  } finally {
    decoder.close();
  }
}
