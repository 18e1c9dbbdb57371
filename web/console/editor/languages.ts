// The languages of a draft, the original first; and what a translation still needs.
import { SOURCE, type Content } from "./shapes";

const NAMES: Record<string, string> = { nl: "Nederlands", fr: "Français", en: "English", de: "Deutsch" };
/** What fits on a button, and into a message of Telegram. */
export const LONGEST_LABEL = 64, LONGEST_TEXT = 4096;

export const languageName = (key: string): string => NAMES[key] ?? key;

export const languagesOf = (content: Content): string[] => [SOURCE, ...(content.languages ?? []).filter((one) => one !== SOURCE)];

const BRACES = /\{([^{}]*)\}/g;
export const placeholders = (text: string): string[] => [...text.matchAll(BRACES)].map((found) => found[1] ?? "").toSorted();

/** What stands between braces in the original and not in the translation, and the other way round. */
export function unlike(original: string, translated: string): { missing: string[]; extra: string[] } {
  const [one, other] = [placeholders(original), placeholders(translated)];
  return { missing: one.filter((name) => !other.includes(name)), extra: other.filter((name) => !one.includes(name)) };
}

/** The English a translation was made from, where that English has changed since. */
export const madeFrom = (content: Content, language: string, key: string): string | null => content.made_from?.[language]?.[key] ?? null;
