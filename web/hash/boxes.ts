// AVIF and HEIC: boxes in boxes. Of all that they can say, here only how large the picture is and how it is turned.
import type { Turn } from "./exif";
import { type Glance, letters } from "./glance";
import { AVIF, HEIC } from "./kind";

const MOST_BOXES = 2000;
const DEEPEST = 3;
/** Boxes that hold the ones looked for, and what stands before their content. */
const OUTER: Record<string, number> = { meta: 4, iprp: 0, ipco: 0 };

/** `quarters`: turned so often to the left. `mirror`: top with bottom (0), left with right (1). */
type Found = { width: number; height: number; quarters: number; mirror: 0 | 1 | null; left: number };

export type Boxed = { format: "avif" | "heic"; width: number; height: number; turn: Turn };

export async function boxedHeader(glance: Glance): Promise<Boxed | null> {
  const format = await family(glance);
  const meta = format && (await outermost(glance, "meta"));
  if (!format || !meta) return null;
  const found: Found = { width: 0, height: 0, quarters: 0, mirror: null, left: MOST_BOXES };
  gather(meta, 0, found);
  return { format, width: found.width, height: found.height, turn: turnFor(found.quarters, found.mirror) };
}

async function family(glance: Glance): Promise<Boxed["format"] | null> {
  const head = await glance.at(0, 12);
  const length = Math.min(head.getUint32(0), 4096);
  const text = letters(await glance.upTo(0, length), 0, Math.min(length, glance.size));
  const brands = text.slice(8).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => AVIF.includes(brand))) return "avif";
  return brands.some((brand) => HEIC.includes(brand)) ? "heic" : null;
}

/** A box of the file itself, whole. Sizes of 0 (until the end) and 1 (over 4 GiB) are not for those needed here. */
async function outermost(glance: Glance, name: string): Promise<DataView | null> {
  for (let at = 0, boxes = 0; boxes < 64; boxes++) {
    const head = await glance.at(at, 8);
    const length = head.getUint32(0);
    if (length < 8) return null;
    if (letters(head, 4, 4) === name) return glance.at(at, length);
    at += length;
  }
  return null;
}

/** The largest of all sizes that are told: a picture may be made of tiles and carry a small one of itself. */
function gather(box: DataView, depth: number, found: Found): void {
  const name = letters(box, 4, 4);
  if (name === "ispe") larger(box.getUint32(12), box.getUint32(16), found);
  else if (name === "irot") found.quarters = box.getUint8(8) & 3;
  else if (name === "imir") found.mirror = (box.getUint8(8) & 1) as 0 | 1;
  const before = OUTER[name];
  if (before === undefined || depth >= DEEPEST) return;
  for (let at = 8 + before; at + 8 <= box.byteLength && found.left > 0; found.left--) {
    const length = box.getUint32(at);
    if (length < 8 || at + length > box.byteLength) return;
    gather(new DataView(box.buffer, box.byteOffset + at, length), depth + 1, found);
    at += length;
  }
}

function larger(width: number, height: number, found: Found): void {
  if (width * height > found.width * found.height) Object.assign(found, { width, height });
}

/** As EXIF counts. Turned first, mirrored then. */
const TURNS: Record<"none" | 0 | 1, [Turn, Turn, Turn, Turn]> = {
  none: [1, 8, 3, 6],
  0: [4, 5, 2, 7],
  1: [2, 7, 4, 5],
};

const turnFor = (quarters: number, mirror: 0 | 1 | null): Turn => TURNS[mirror ?? "none"][quarters]!;
