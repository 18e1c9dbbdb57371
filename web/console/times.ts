// Times and durations as people say them, on the clock of Brussels and in the language of the console.
import { language, t } from "./words";

const PLACE = { timeZone: "Europe/Brussels" } as const;
const LOCALES: Record<string, string> = { en: "en-BE", nl: "nl-BE", fr: "fr-BE" };

function print(at: string | Date, how: Intl.DateTimeFormatOptions): string {
  const locale = LOCALES[language()] ?? language();
  return new Intl.DateTimeFormat(locale, { ...PLACE, hourCycle: "h23", ...how }).format(new Date(at));
}

/** 21:04 */
export const clock = (at: string | Date): string => print(at, { hour: "2-digit", minute: "2-digit" });

/** 22 November 2026 */
export const day = (at: string | Date): string => print(at, { day: "numeric", month: "long", year: "numeric" });

/** 22 Nov, 21:04 */
export const moment = (at: string | Date): string =>
  print(at, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The time alone if it was today in Brussels, else with its day. */
export function recent(at: string, now: number): string {
  return day(at) === day(new Date(now)) ? clock(at) : moment(at);
}

/** Whole minutes from then to now; never below zero, since two clocks may differ by seconds. */
export const minutes = (from: string, now: number): number =>
  Math.max(0, Math.floor((now - new Date(from).getTime()) / 60_000));

/** Whole minutes from now until then, rounded up; below zero once it has passed. */
export const minutesLeft = (until: string, now: number): number =>
  Math.ceil((new Date(until).getTime() - now) / 60_000);

/** "4 min", "2 h 05 min", "3 d": as long as it lasts. */
export function lasting(count: number): string {
  if (count < 1) return t("<1 min");
  if (count < 60) return t("{minutes} min", { minutes: count });
  if (count < 24 * 60)
    return t("{hours} h {minutes} min", { hours: Math.floor(count / 60), minutes: String(count % 60).padStart(2, "0") });
  return t("{days} d", { days: Math.floor(count / (24 * 60)) });
}
