// From a picture to its PDQ fingerprints: of the picture as it is shown, and of the one that lies in the file where the
// two are turned against each other.
import { AS_IT_IS, Drawn, type Pixels, readsTruly } from "./canvas";
import type { Turn } from "./exif";
import { unpacked } from "./frame";
import { type Header, readHeader } from "./header";
import type { Advice, Fingerprint } from "./messages";
import { MOST as PLACES, pdq, sampleAt } from "./pdq";
import { back, turned } from "./places";
import { turnShown } from "./shown";

/** More pixels than that take more memory than there is: the unpacked picture has four bytes for each. */
const MOST_ON_A_PHONE = 64e6;
const MOST = 200e6;
/** Below this quality a fingerprint would fit too many other pictures. */
const PLAIN = 50;

export type Seen = { hashes: Fingerprint[]; advice: Advice[] };

export async function look(file: Blob, phone: boolean): Promise<Seen> {
  const header = await readHeader(file);
  if (!header) return without("not_shown");
  if (header.width * header.height > (phone ? MOST_ON_A_PHONE : MOST)) return without("too_large");
  const pixels = await opened(file, header);
  if (typeof pixels === "string") return without(pixels);
  try {
    return found(pixels, await turnShown(header));
  } catch {
    return without("not_shown"); // no memory for it, or no canvas; the file keeps its other fingerprints
  } finally {
    pixels.close();
  }
}

const without = (advice: Advice): Seen => ({ hashes: [], advice: [advice] });

async function opened(file: Blob, { format }: Header): Promise<Pixels | Advice> {
  if (!(await readsTruly())) return (await unpacked(file, format)) ?? "disturbed";
  try {
    return new Drawn(await createImageBitmap(file, AS_IT_IS));
  } catch {
    return "not_shown";
  }
}

function found(pixels: Pixels, turn: Turn): Seen {
  const shown = fingerprint(pixels, pixels.shown ? 1 : turn);
  const lies = turn === 1 ? [] : [{ ...fingerprint(pixels, pixels.shown ? back(turn) : 1), raw: true as const }];
  const hashes = [shown, ...lies].filter(({ quality }) => quality >= PLAIN);
  return { hashes, advice: hashes.length ? [] : ["too_plain"] };
}

function fingerprint(pixels: Pixels, turn: Turn): Fingerprint & { quality: number } {
  const pick = turned(pixels.width, pixels.height, turn, places);
  const [wide, high] = pick.swaps ? [pick.rows.length, pick.columns.length] : [pick.columns.length, pick.rows.length];
  return { label: "pdq", ...pdq(pixels.read(pick), wide, high) };
}

/** Every place of a small picture; of one that is larger on either side so many, evenly apart. */
const places = (side: number, other: number): Int32Array =>
  side > PLACES || other > PLACES
    ? Int32Array.from({ length: PLACES }, (_, place) => sampleAt(place, side))
    : Int32Array.from({ length: side }, (_, place) => place);
