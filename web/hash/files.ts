// MD5 and SHA-256 of a file of any size: read once, piece by piece, so that a film needs no more memory than a photo.
import { createMD5, createSHA256 } from "hash-wasm";
import type { Fingerprint } from "./messages";

const PIECE = 4 * 1024 * 1024;

/** So many bytes were read, and these are their fingerprints. */
export type Whole = { bytes: number; hashes: Fingerprint[] };

export async function fingerprints(file: Blob, read: (done: number) => void): Promise<Whole> {
  const [md5, sha256] = await Promise.all([createMD5(), createSHA256()]);
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

/** Into one piece of memory again and again where the browser can; otherwise slice by slice. */
async function* pieces(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = own(file);
  if (!reader) {
    for (let at = 0; at < file.size; at += PIECE) yield new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    return;
  }
  let memory = new ArrayBuffer(PIECE);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(memory));
    if (done || !value) return;
    yield value;
    memory = value.buffer;
  }
}

function own(file: Blob): ReadableStreamBYOBReader | null {
  try {
    return file.stream().getReader({ mode: "byob" });
  } catch {
    return null;
  }
}
