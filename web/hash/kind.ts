// What a file is, from its first bytes: its name and what the system calls it may say something else.
import { letters } from "./glance";

export type Kind = "image" | "video" | "file";

/** How many of the first bytes are enough. */
export const ENOUGH = 4096;

/** Families of pictures inside the box format that films use too. */
export const AVIF = ["avif", "avis"];
export const HEIC = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];
const SOUND = ["M4A ", "M4B ", "M4P "];

const BEGINNINGS: [string, Kind][] = [
  ["\xff\xd8\xff", "image"], // JPEG
  ["\x89PNG\r\n\x1a\n", "image"],
  ["GIF87a", "image"],
  ["GIF89a", "image"],
  ["II*\0", "image"], // TIFF, and the raw pictures of cameras
  ["MM\0*", "image"],
  ["II+\0", "image"],
  ["MM\0+", "image"],
  ["\xff\x0a", "image"], // JPEG XL
  ["\0\0\0\x0cJXL ", "image"],
  ["\0\0\0\x0cjP  ", "image"], // JPEG 2000
  ["8BPS", "image"], // Photoshop
  ["\x1aE\xdf\xa3", "video"], // WebM, Matroska
  ["\0\0\x01\xba", "video"], // MPEG
  ["\0\0\x01\xb3", "video"],
  ["FLV\x01", "video"],
  ["0&\xb2u\x8ef\xcf\x11", "video"], // WMV
];

export function kindOf(head: DataView): Kind {
  const text = letters(head, 0, Math.min(head.byteLength, ENOUGH));
  const plain = BEGINNINGS.find(([beginning]) => text.startsWith(beginning));
  if (plain) return plain[1];
  if (text.startsWith("RIFF")) return riff(text.slice(8, 12));
  if (text.slice(4, 8) === "ftyp") return boxed(text);
  if (isBitmap(text, head) || isDrawing(text)) return "image";
  return isFilm(text) ? "video" : "file";
}

const riff = (name: string): Kind => (name === "WEBP" ? "image" : name === "AVI " ? "video" : "file");

function boxed(text: string): Kind {
  const brand = text.slice(8, 12);
  if (AVIF.includes(brand) || HEIC.includes(brand)) return "image";
  return SOUND.includes(brand) ? "file" : "video";
}

/** "BM" alone begins many a text; behind it stands how long the header is. */
const isBitmap = (text: string, head: DataView): boolean =>
  text.startsWith("BM") && head.byteLength >= 18 && [12, 40, 52, 56, 64, 108, 124].includes(head.getUint32(14, true));

const isDrawing = (text: string): boolean =>
  /^[\s\xef\xbb\xbf]*<(?:\?xml[^]*<svg|!--[^]*<svg|!DOCTYPE svg|svg)[\s>]/i.test(text);

/** Films without a name at the front: old QuickTime, Ogg, packets of 188 bytes (192 on some cameras). */
function isFilm(text: string): boolean {
  if (["moov", "mdat", "wide", "pnot"].includes(text.slice(4, 8))) return true;
  if (text.startsWith("OggS")) return text.includes("\x80theora");
  return [188, 192].some((step) => [0, 1, 2].every((packet) => text[packet * step + (step - 188)] === "G"));
}
