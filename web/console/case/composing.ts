// Small rules of the answer box: how long a text may be, when typing is told, what Enter does.

export const LONGEST = 4000;
const NEAR = 3600;
const TYPING_EVERY = 4_000;
const ENTER = "haven.enter";

/** Telegram counts in UTF-16 units, as the browser does; beyond the limit nothing is cut, sending is not offered. */
export const length = (text: string): number => text.length;
export const isNear = (text: string): boolean => length(text) > NEAR;
export const isTooLong = (text: string): boolean => length(text) > LONGEST;

/** Calls `tell` while somebody types, at most every four seconds. */
export function typist(tell: () => void, now: () => number = Date.now): () => void {
  let last = -Infinity;
  return () => {
    if (now() - last < TYPING_EVERY) return;
    last = now();
    tell();
  };
}

export const enterSends = (): boolean => localStorage.getItem(ENTER) !== "line";
export const chooseEnter = (sends: boolean): void => localStorage.setItem(ENTER, sends ? "send" : "line");

/** Whether this key press sends: Enter or, where Enter makes a line, Ctrl+Enter. Never while a word is being composed. */
export function sends(event: KeyboardEvent, enter: boolean): boolean {
  if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.altKey) return false;
  return event.ctrlKey || event.metaKey || enter;
}

/** The ready-made replies a few typed letters leave, by title first. */
export function found<T extends { title: string; text: string }>(replies: readonly T[], typed: string): T[] {
  const wanted = plain(typed);
  const inTitle = replies.filter((one) => plain(one.title).includes(wanted));
  return [...inTitle, ...replies.filter((one) => !inTitle.includes(one) && plain(one.text).includes(wanted))];
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** A text put in where the cursor stands, on a line of its own if something stands before it. */
export function insert(into: string, at: number, text: string): { text: string; at: number } {
  const before = into.slice(0, at);
  const gap = before === "" || /\s$/.test(before) ? "" : "\n";
  return { text: before + gap + text + into.slice(at), at: at + gap.length + text.length };
}
