// Files for the tests, as short as a header is: made byte by byte, after the formats' own descriptions.
import type { Header } from "./header";

type Part = string | number;
export type Bytes = Uint8Array<ArrayBuffer>;

export const bytes = (...parts: Part[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...part].map((letter) => letter.charCodeAt(0)))));

export const be16 = (value: number): number[] => [value >> 8, value & 255];
export const be32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
export const le16 = (value: number): number[] => be16(value).reverse();
export const le24 = (value: number): number[] => be32(value).reverse().slice(0, 3);
export const le32 = (value: number): number[] => be32(value).reverse();

/** A camera's notes with two entries; the second says how it was held. */
export function tiff(turn: number, little = false): Part[] {
  const [two, four] = little ? [le16, le32] : [be16, be32];
  const entry = (tag: number, value: number) => [...two(tag), ...two(3), ...four(1), ...two(value), 0, 0];
  return [little ? "II" : "MM", ...two(42), ...four(8), ...two(2), ...entry(0x100, 9), ...entry(0x112, turn), ...four(0)];
}

export const segment = (mark: number, parts: Part[]): number[] => {
  const body = bytes(...parts);
  return [0xff, mark, ...be16(body.length + 2), ...body];
};

const BEGUN = [0xff, 0xd8];
const SIZED = [...segment(0xc2, [8, ...be16(30), ...be16(40), 3, 1, 0x11, 0]), 0xff, 0xda, 0, 2];

/** 40 × 30, with these parts before the size. */
export const jpegWith = (...segments: number[][]): Bytes => bytes(...BEGUN, ...segments.flat(), ...SIZED);
export const longJpeg = (part: number[], times: number): Bytes[] =>
  [BEGUN, ...Array<number[]>(times).fill(part), SIZED].map((piece) => Uint8Array.from(piece));

const chunk = (name: string, body: Part[]): Part[] => [...be32(bytes(...body).length), name, ...body, 0, 0, 0, 0];
const box = (name: string, ...body: Part[]): Part[] => [...be32(bytes(...body).length + 8), name, ...body];
const riff = (name: string, ...rest: Part[]): Bytes => bytes("RIFF", ...le32(64), "WEBP", name, ...rest);
const ispe = (width: number, height: number): Part[] => box("ispe", 0, 0, 0, 0, ...be32(width), ...be32(height));

const boxes = (brand: string, ...properties: Part[]): Bytes =>
  bytes(
    ...box("ftyp", brand, 0, 0, 0, 0, "mif1"),
    ...box("free", "....."),
    ...box("meta", 0, 0, 0, 0, ...box("hdlr", "...."), ...box("iprp", ...box("ipco", ...ispe(16, 12), ...ispe(40, 30), ...properties))),
    ...box("mdat", "pixels"),
  );

const size = [...be32(40), ...be32(30)];
const made = (name: string, format: Header["format"], bytes: Bytes, turn: Header["turn"] = 1) => ({
  name,
  bytes,
  header: { format, width: 40, height: 30, turn },
});

export const FILES = [
  made("JPEG", "jpeg", jpegWith(segment(0xe0, ["JFIF"]), [0xff, 0xff, 0xff, 0x01], segment(0xc4, [1, 2]))),
  made("turned JPEG", "jpeg", jpegWith(segment(0xe1, ["Exif\0\0", ...tiff(6)])), 6),
  made("PNG", "png", bytes("\x89PNG\r\n\x1a\n", ...chunk("IHDR", [...size, 8, 2, 0, 0, 0]), ...chunk("IDAT", ["x"]))),
  made(
    "turned PNG",
    "png",
    bytes("\x89PNG\r\n\x1a\n", ...chunk("IHDR", [...size, 8, 2, 0, 0, 0]), ...chunk("eXIf", tiff(3, true)), ...chunk("IDAT", ["x"])),
    3,
  ),
  made("GIF", "gif", bytes("GIF89a", ...le16(40), ...le16(30), 0, 0, 0)),
  made("BMP", "bmp", bytes("BM", ...le32(0), ...le32(0), ...le32(54), ...le32(40), ...le32(40), ...le32(-30), ...le32(0))),
  made("BMP of OS/2", "bmp", bytes("BM", ...le32(0), ...le32(0), ...le32(26), ...le32(12), ...le16(40), ...le16(30), ...le32(0))),
  made("WebP", "webp", riff("VP8 ", ...le32(30), 0, 0, 0, 0x9d, 0x01, 0x2a, ...le16(40 | 0x4000), ...le16(30), 0, 0)),
  made("lossless WebP", "webp", riff("VP8L", ...le32(30), 0x2f, ...le32(39 | (29 << 14)), 0, 0, 0, 0, 0)),
  made(
    "turned WebP",
    "webp",
    riff("VP8X", ...le32(10), 8, 0, 0, 0, ...le24(39), ...le24(29), "VP8 ", ...le32(3), "xyz", 0, "EXIF", ...le32(38), ...tiff(8)),
    8,
  ),
  made("AVIF", "avif", boxes("avif")),
  made("turned AVIF", "avif", boxes("avif", ...box("irot", 1)), 8),
  made("mirrored AVIF", "avif", boxes("avif", ...box("irot", 1), ...box("imir", 0)), 5),
  made("HEIC", "heic", boxes("heic", ...box("irot", 3)), 6),
];

/** Numbers from 0 up to but without `below`, the same in every run. */
export type Dice = (below: number) => number;

export function chance(seed: number): Dice {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Cut short, with other bytes, with a piece twice, or with numbers as large as they can be. */
export function mutated(whole: Bytes, dice: Dice): Bytes {
  const other = Uint8Array.from(whole);
  for (let times = dice(4); times >= 0; times--) {
    const at = dice(other.length);
    if (dice(3) === 0) other.fill(dice(2) ? 255 : 0, at, at + 1 + dice(4));
    else other[at] = dice(256);
  }
  const kept = dice(4) === 0 ? other.slice(0, dice(other.length)) : other;
  if (dice(5) > 0) return kept;
  const at = dice(kept.length + 1);
  return Uint8Array.from([...kept.slice(0, at), ...kept.slice(Math.max(0, at - dice(20)))]);
}
