// The versions there were, as they are listed: who published each, and which can be compared.
import { t } from "../../words";
import type { PublishedRow } from "../overview";

/** Who published it, and who agreed. */
export function whose({ by, second }: PublishedRow): string {
  if (!by) return t("as Haven came");
  if (by === "house") return t("on the server");
  return second ? t("{name}, agreed by {second}", { name: by, second }) : by;
}

/** What it was for; of one that was brought back, what it brought back. */
export function about({ note, back_to: back }: PublishedRow): string {
  const again = back === null ? "" : t("Version {number} again.", { number: back });
  return [again, note].filter(Boolean).join(" ");
}

/** Enough of a checksum to tell two apart by eye. */
export const short = (checksum: string): string => checksum.slice(0, 8);

/** The two that are compared first: what runs, and the one before it. */
export function newestTwo(rows: readonly PublishedRow[]): [number, number] | null {
  const [last, before] = rows;
  return last && before ? [before.number, last.number] : null;
}
