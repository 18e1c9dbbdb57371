// The console's words: English is the source text, the server sends the other languages from its catalogues.
import { createSubscriber } from "svelte/reactivity";

export type Values = Record<string, string | number>;

let words: Record<string, string> = {};
let spoken = "en";
let changed = (): void => undefined;
// Whoever shows a text is drawn again when the language changes; half-typed text stays where it is.
const noticed = createSubscriber((update) => {
  changed = update;
});

/** The text in the language chosen, with its {placeholders} filled in. Always a literal: translators read it in the code. */
export function t(english: string, values: Values = {}): string {
  noticed();
  const text = words[english] || english;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** One sentence for one, another for many: whole sentences, since languages differ in more than an ending. */
export function many(count: number, one: string, more: string): string {
  return count === 1 ? one : more;
}

/** The language spoken now. */
export function language(): string {
  noticed();
  return spoken;
}

/** Use these words from now on. */
export function speak(name: string, texts: Record<string, string>): void {
  words = texts;
  spoken = name;
  if (typeof document !== "undefined") document.documentElement.lang = name;
  changed();
}

/** Fetch a language and use it. Where it cannot be had, English stays: readable is better than empty. */
export async function learn(name: string): Promise<void> {
  const answer = name === "en" ? null : await fetch(`/console/api/words/${encodeURIComponent(name)}`).catch(() => null);
  const texts: unknown = answer?.ok ? await answer.json() : {};
  speak(name, texts as Record<string, string>);
}
