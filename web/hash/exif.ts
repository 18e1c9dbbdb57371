// How a camera was held: the one number of a photo's notes that is read here. Place, time and owner are not looked at.

/** 1 to 8 as EXIF counts: 1 lies as it is shown, 2 to 8 are turned or mirrored before they are shown. */
export type Turn = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION = 0x0112;
const SHORT = 3;
const MOST_ENTRIES = 1000;

/** From the notes as they lie in JPEG, PNG and WebP alike. What makes no sense means: as it lies. */
export function turnOf(notes: DataView): Turn {
  try {
    const order = notes.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return 1;
    const little = order === 0x4949;
    if (notes.getUint16(2, little) !== 42) return 1;
    const first = notes.getUint32(4, little);
    const entries = Math.min(notes.getUint16(first, little), MOST_ENTRIES);
    for (let entry = 0; entry < entries; entry++) {
      const at = first + 2 + 12 * entry;
      if (notes.getUint16(at, little) !== ORIENTATION) continue;
      return notes.getUint16(at + 2, little) === SHORT ? known(notes.getUint16(at + 8, little)) : 1;
    }
  } catch {
    // Cut short: browsers show it as it lies.
  }
  return 1;
}

const known = (value: number): Turn => (value >= 1 && value <= 8 ? (value as Turn) : 1);
