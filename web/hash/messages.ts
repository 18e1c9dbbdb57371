// What the page and its worker say to each other, and what goes out: nothing but this.

/** So large was the file, in classes: the exact number of bytes would be a fingerprint of its own. */
export type SizeClass = "<1MB" | "1-10MB" | "10-100MB" | "100MB-1GB" | ">1GB";

/** `raw`: of the picture as it lies in the file, where it is shown turned. `quality`: of PDQ, 0 to 100. */
export type Fingerprint = { label: "pdq" | "md5" | "sha256"; value: string; quality?: number; raw?: true };

/** All that leaves of one file. */
export type Made = { kind: "image" | "video" | "file"; size: SizeClass; tool: string; hashes: Fingerprint[] };

/** What she is told, and nobody else: there is no PDQ hash, because … */
export type Advice = "not_shown" | "too_large" | "too_plain" | "disturbed";

/** To the worker: one file; `phone`: memory is short. Whoever cancels ends the worker. */
export type Ask = { file: File; phone: boolean };

/** From the worker. `done` and `of` in bytes. `unreadable`: the file could not be read at all, or is empty. */
export type News =
  | { step: "reading"; done: number; of: number }
  | { step: "made"; made: Made; advice: Advice[] }
  | { step: "failed"; why: "unreadable" | "empty" };
