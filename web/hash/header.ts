// How large a picture is and how it was held, read from its first bytes before anything is unpacked: a small file can
// hold a picture that no memory can. What is not understood here is not unpacked at all.
import { boxedHeader } from "./boxes";
import { type Turn, turnOf } from "./exif";
import { Glance, letters } from "./glance";

export type Format = "jpeg" | "png" | "gif" | "webp" | "bmp" | "avif" | "heic";
export type Header = { format: Format; width: number; height: number; turn: Turn };
type Shape = Omit<Header, "format">;

const MOST_PARTS = 500;

/** null: not one of the pictures known here, or cut short. It never throws. */
export async function readHeader(file: Blob): Promise<Header | null> {
  try {
    const glance = new Glance(file);
    const name = letters(await glance.at(0, 12), 0, 12);
    const header = await reader(name)?.(glance);
    return header && header.width > 0 && header.height > 0 ? header : null;
  } catch {
    return null;
  }
}

type Reader = (glance: Glance) => Promise<Header | null>;

function reader(name: string): Reader | null {
  if (name.startsWith("\xff\xd8\xff")) return named("jpeg", jpeg);
  if (name.startsWith("\x89PNG\r\n\x1a\n")) return named("png", png);
  if (name.startsWith("GIF8")) return named("gif", gif);
  if (name.startsWith("BM")) return named("bmp", bmp);
  if (name.startsWith("RIFF") && name.endsWith("WEBP")) return named("webp", webp);
  return name.slice(4, 8) === "ftyp" ? boxedHeader : null;
}

const named =
  (format: Format, read: (glance: Glance) => Promise<Shape | null>): Reader =>
  async (glance) => {
    const shape = await read(glance);
    return shape && { format, ...shape };
  };

/** One part after the other until the one that says the size; the notes of the camera come before it. */
async function jpeg(glance: Glance): Promise<Shape | null> {
  let turn: Turn | null = null;
  for (let at = 2, parts = 0; parts < MOST_PARTS; parts++) {
    const mark = (await glance.at(at, 2)).getUint16(0);
    if (mark === 0xffd9 || mark === 0xffda) return null;
    if (mark <= 0xff00 || mark === 0xffff) at += 1; // stray bytes between two parts: browsers pass over them, too
    else if (mark === 0xff01 || (mark >= 0xffd0 && mark <= 0xffd8)) at += 2;
    else {
      const length = (await glance.at(at, 4)).getUint16(2);
      if (tellsSize(mark)) return sizeOfJpeg(await glance.at(at, 9), turn ?? 1);
      if (mark === 0xffe1) turn ??= await turnIn(glance, at + 4, length - 2);
      at += 2 + length;
    }
  }
  return null;
}

const tellsSize = (mark: number): boolean =>
  mark >= 0xffc0 && mark <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(mark);

const sizeOfJpeg = (part: DataView, turn: Turn): Shape => ({
  width: part.getUint16(7),
  height: part.getUint16(5),
  turn,
});

/** null: notes of another kind. */
async function turnIn(glance: Glance, at: number, length: number): Promise<Turn | null> {
  if (length < 14 || letters(await glance.at(at, 6), 0, 6) !== "Exif\0\0") return null;
  return turnOf(rest(await glance.upTo(at, length), 6));
}

const rest = (part: DataView, from: number): DataView =>
  new DataView(part.buffer, part.byteOffset + from, part.byteLength - from);

async function png(glance: Glance): Promise<Shape> {
  const size = await glance.at(16, 8);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  return { width, height, turn: await turnInPng(glance) };
}

async function turnInPng(glance: Glance): Promise<Turn> {
  for (let at = 8, parts = 0; parts < MOST_PARTS; parts++) {
    const head = await glance.upTo(at, 8);
    if (head.byteLength < 8 || ["IDAT", "IEND"].includes(letters(head, 4, 4))) return 1;
    const length = head.getUint32(0);
    if (letters(head, 4, 4) === "eXIf") return turnOf(await glance.upTo(at + 8, Math.min(length, 65536)));
    at += 12 + length;
  }
  return 1;
}

async function gif(glance: Glance): Promise<Shape> {
  const size = await glance.at(6, 4);
  return { width: size.getUint16(0, true), height: size.getUint16(2, true), turn: 1 };
}

async function bmp(glance: Glance): Promise<Shape> {
  const part = await glance.at(14, 12);
  const [width, height] =
    part.getUint32(0, true) === 12
      ? [part.getUint16(4, true), part.getUint16(6, true)]
      : [part.getInt32(4, true), Math.abs(part.getInt32(8, true))];
  return { width, height, turn: 1 };
}

async function webp(glance: Glance): Promise<Shape | null> {
  const part = await glance.at(12, 18);
  const name = letters(part, 0, 4);
  if (name === "VP8 ") {
    return { width: part.getUint16(14, true) & 0x3fff, height: part.getUint16(16, true) & 0x3fff, turn: 1 };
  }
  if (name === "VP8L") {
    const bits = part.getUint32(9, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, turn: 1 };
  }
  if (name !== "VP8X") return null;
  const notes = (part.getUint8(8) & 8) !== 0;
  const width = (part.getUint32(12, true) & 0xffffff) + 1;
  const height = (part.getUint32(14, true) >>> 8) + 1;
  return { width, height, turn: notes ? await turnInWebp(glance) : 1 };
}

async function turnInWebp(glance: Glance): Promise<Turn> {
  for (let at = 12, parts = 0; parts < MOST_PARTS; parts++) {
    const head = await glance.upTo(at, 8);
    if (head.byteLength < 8) return 1;
    const length = head.getUint32(4, true);
    if (letters(head, 0, 4) === "EXIF") return turnOf(withoutName(await glance.upTo(at + 8, Math.min(length, 65536))));
    at += 8 + length + (length & 1);
  }
  return 1;
}

/** Some programs put JPEG's name before the notes here too. */
const withoutName = (part: DataView): DataView =>
  part.byteLength > 6 && letters(part, 0, 6) === "Exif\0\0" ? rest(part, 6) : part;
