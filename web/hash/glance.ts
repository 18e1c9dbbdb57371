// A careful look at a file: a few bytes here and there, never the whole of it, not more often than a header needs.

/** Photographs of some phones carry megabytes of other things before their size is said; no honest one needs more. */
const MOST_LOOKS = 600;
const FIRST = 65536;
const LATER = 4096;

export class Glance {
  looks = 0;
  private from = 0;
  private held: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  constructor(private readonly file: Blob) {}

  get size(): number {
    return this.file.size;
  }

  /** So many bytes from there. Throws a RangeError where there are not so many: then there is no header to be read. */
  async at(place: number, length: number): Promise<DataView> {
    if (place < this.from || place + length > this.from + this.held.length) await this.look(place, length);
    return new DataView(this.held.buffer, this.held.byteOffset + place - this.from, length);
  }

  /** As many of so many bytes from there as there are. */
  async upTo(place: number, length: number): Promise<DataView> {
    return this.at(place, Math.max(0, Math.min(length, this.file.size - place)));
  }

  private async look(place: number, length: number): Promise<void> {
    if (++this.looks > MOST_LOOKS || length > 2 ** 20) throw new RangeError("a header is not that long");
    const block = place === 0 ? FIRST : LATER;
    this.held = new Uint8Array(await this.file.slice(place, place + Math.max(length, block)).arrayBuffer());
    this.from = place;
  }
}

/** Letters at a place, as formats name their parts. */
export function letters(view: DataView, place: number, length: number): string {
  let text = "";
  for (let at = place; at < place + length; at++) text += String.fromCharCode(view.getUint8(at));
  return text;
}
