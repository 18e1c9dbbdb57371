// A day and a time on the clock of Brussels, as a field of the browser has it, and back. Hours are kept by that clock.
const CLOCK = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Brussels", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});

/** 2026-11-23T10:30 */
export const asField = (at: string | Date): string => CLOCK.format(new Date(at)).replace(" ", "T");

/** The moment that was written; null where it is none. */
export function fromField(text: string): Date | null {
  const guess = new Date(`${text}Z`);
  if (Number.isNaN(guess.getTime())) return null;
  return new Date(2 * guess.getTime() - new Date(`${asField(guess)}Z`).getTime());
}
