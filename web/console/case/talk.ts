// The transcript as it is drawn: who speaks, where a day or a new speaker begins, where the new words begin.
import type { CasePage, Line } from "../contract";
import { day } from "../times";
import { t } from "../words";
import type { Waiting } from "./sending.svelte";

/** `begins`: somebody else spoke before, or long ago. `date`: a day begins here. `fresh`: the new words begin here. */
export interface Drawn { line: Line; speaker: string; begins: boolean; date: string; fresh: boolean }

const PAUSE = 10 * 60_000;

/** Everything said, and what is on its way, in order. `newFrom` is the id of the first line that is new to her. */
export function drawn(lines: readonly Line[], newFrom: string | null, self: string): Drawn[] {
  let before: Line | undefined;
  return lines.map((line) => {
    const date = !before || day(before.at) !== day(line.at) ? day(line.at) : "";
    const fresh = line.id === newFrom;
    const begins = fresh || date !== "" || !before || !together(before, line);
    before = line;
    return { line, speaker: speakerOf(line, self), begins, date, fresh };
  });
}

function together(one: Line, next: Line): boolean {
  return one.by === next.by && one.staff === next.staff && Date.parse(next.at) - Date.parse(one.at) < PAUSE;
}

export function speakerOf(line: Line, self: string): string {
  if (line.by === "contact") return t("Contact");
  if (line.by === "bot") return t("Bot");
  if (line.staff === self) return t("You");
  return line.alias ?? t("A colleague");
}

/** The first of the contact's lines that nobody at this console has seen, or null. */
export function firstUnseen(page: CasePage): string | null {
  const theirs = page.lines.filter((line) => line.by === "contact");
  return page.row.unseen > 0 ? (theirs[Math.max(0, theirs.length - page.row.unseen)]?.id ?? null) : null;
}

/** A reply on its way, as a line of the transcript; null once it stands there itself. */
export function asLine(one: Waiting, self: string, alias: string): Line {
  return { id: one.id, by: "staff", staff: self, alias, text: one.text, at: one.at, fate: "trying", hard: false };
}

/** The id of the contact's last line. */
export function lastOfContact(lines: readonly Line[]): string | null {
  return lines.findLast((line) => line.by === "contact")?.id ?? null;
}

/** Until when the chat is shut out, if it still is. */
export const shutOut = (page: CasePage, now: number): string | null =>
  page.barred_until !== null && Date.parse(page.barred_until) > now ? page.barred_until : null;

/** Whether she has blocked the bot, or the last thing said could not reach her because of it. */
export function isBlocked({ blocked, lines }: Pick<CasePage, "blocked" | "lines">): boolean {
  if (blocked) return true;
  const last = lines.findLast((line) => line.by === "contact" || (line.fate !== "none" && line.fate !== "withdrawn"));
  return last?.fate === "blocked";
}
