// MD5 and SHA-256 of a file of any size: read once, piece by piece, so that a film needs no more memory than a photo.
import { createMD5, createSHA256, type IHasher } from "hash-wasm";
import type { Fingerprint } from "./messages";

const PIECE = 4 * 1024 * 1024;
/** What a phone can hold at once, where it must. */
const HELD = 64 * 1024 * 1024;

/** So many bytes were read, and these are their fingerprints. */
export type Whole = { bytes: number; hashes: Fingerprint[] };

export async function fingerprints(file: Blob, read: (done: number) => void): Promise<Whole> {
  const hashers = await both();
  return hashers ? streamed(file, hashers, read) : held(file, read);
}

/** null: this browser runs no WebAssembly, as a phone that its owner has locked down against attacks. */
const both = (): Promise<[IHasher, IHasher] | null> => Promise.all([createMD5(), createSHA256()]).catch(() => null);

/** Then the browser's own SHA-256 has to do, which wants the file in one piece. */
async function held(file: Blob, read: (done: number) => void): Promise<Whole> {
  if (file.size > HELD) throw new RangeError("too large to be held");
  const whole = await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  read(whole.byteLength);
  const value = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { bytes: whole.byteLength, hashes: [{ label: "sha256", value }] };
}

async function streamed(file: Blob, [md5, sha256]: [IHasher, IHasher], read: (done: number) => void): Promise<Whole> {
  let bytes = 0;
  for await (const piece of pieces(file)) {
    md5.update(piece);
    sha256.update(piece);
    read((bytes += piece.length));
  }
  return {
    bytes,
    hashes: [
      { label: "md5", value: md5.digest("hex") },
      { label: "sha256", value: sha256.digest("hex") },
    ],
  };
}

/**
 * Who reads just now. Browsers clear away a stream that is known only to those who wait for it, and then they wait for
 * ever (Chromium; Safari, too, until late 2025: WebKit/WebKit#54097). So it stays known until it has been read.
 */
const reading = new Set<ReadableStreamBYOBReader>();

/** Into one piece of memory again and again where the browser can; otherwise slice by slice. */
async function* pieces(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = own(file);
  if (!reader) {
    for (let at = 0; at < file.size; at += PIECE) yield new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    return;
  }
  reading.add(reader);
  try {
    let memory = new ArrayBuffer(PIECE);
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(memory));
      if (done || !value) return;
      yield value;
      memory = value.buffer;
    }
  } finally {
    reading.delete(reader);
  }
}

function own(file: Blob): ReadableStreamBYOBReader | null {
  try {
    return file.stream().getReader({ mode: "byob" });
  } catch {
    return null;
  }
}
