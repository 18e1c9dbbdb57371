// The fingerprints as she reads and copies them: line by line as the chat reads them too.
import type { Fingerprint, Made } from "./messages";

const NAMES = { pdq: "PDQ", md5: "MD5", sha256: "SHA-256" } as const;

export const nameOf = (one: Fingerprint): string => NAMES[one.label];

/** `PDQ: … quality 87` */
export const line = (one: Fingerprint): string =>
  `${nameOf(one)}: ${one.value}${one.quality === undefined ? "" : ` quality ${one.quality}`}`;

export const asText = (files: readonly Made[]): string => files.flatMap((file) => file.hashes.map(line)).join("\n");

/** Enough to tell two apart. */
export const shortened = (value: string): string => `${value.slice(0, 8)}…${value.slice(-4)}`;

export const countOf = (files: readonly Made[]): number => files.reduce((sum, file) => sum + file.hashes.length, 0);
