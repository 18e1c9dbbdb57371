// Signs that hide or turn text round are shown as marks, so that what a counsellor reads is what was written.
import { t } from "../words";

/** A stretch of text as it is, or a sign nobody would see: its short mark and what it is. `mixed`: a word whose letters
 * are of more than one alphabet, as in an address that only looks like the one people know. */
export interface Piece { text: string; mark?: string; mixed?: boolean }

const MARKS: Record<number, string> = {
  0x00ad: "SHY", 0x034f: "CGJ", 0x061c: "ALM", 0x115f: "HCF", 0x1160: "HJF", 0x17b4: "KIV", 0x17b5: "KIV",
  0x180e: "MVS", 0x200b: "ZWSP", 0x200c: "ZWNJ", 0x200d: "ZWJ", 0x200e: "LRM", 0x200f: "RLM", 0x2028: "LS",
  0x2029: "PS", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x2060: "WJ",
  0x2061: "FA", 0x2062: "IT", 0x2063: "IS", 0x2064: "IP", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI",
  0x2069: "PDI", 0x3164: "HF", 0xfeff: "BOM", 0xffa0: "HHF", 0xfffe: "?", 0xffff: "?",
};
const SUSPECTS =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
// Asked of one whole sign: a class of such signs at the end of a longer text is not found by every browser.
const JOINED_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u;
const EMOJI = /^\p{Extended_Pictographic}/u;
// These scripts need the joiners to be spelled at all.
const JOINING = /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Tamil}\p{Script=Sinhala}]/u;
const FLAG = /\u{1f3f4}[\u{e0020}-\u{e007f}]*$/u;

const WORD = /[\p{L}\p{M}\p{N}.@_]+/gu;
// Alphabets with letters that have twins in the Latin one.
const TWINS = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const LATIN = /\p{Script=Latin}/u;

/** The text in pieces; put together again, the pieces' texts are the text. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(SUSPECTS)) {
    if (belongs(sign, text.slice(Math.max(0, index - 16), index), text.slice(index + sign.length, index + sign.length + 2)))
      continue;
    if (index > from) found.push(...words(text.slice(from, index)));
    found.push({ text: sign, mark: markOf(sign) });
    from = index + sign.length;
  }
  if (from < text.length) found.push(...words(text.slice(from)));
  return found;
}

/** A stretch of text, with the words that mix alphabets apart. */
function words(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!LATIN.test(word) || !TWINS.test(word)) continue;
    if (index > from) found.push({ text: text.slice(from, index) });
    found.push({ text: word, mixed: true });
    from = index + word.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** Whether a sign is part of a word or an emoji that could not be written without it. */
function belongs(sign: string, before: string, after: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  if (code === 0x200d && JOINED_EMOJI.test([...before].at(-1) ?? "") && EMOJI.test(after)) return true;
  if (code === 0x200c || code === 0x200d) return JOINING.test(before.slice(-1)) && JOINING.test(after.slice(0, 1));
  return code >= 0xe0020 && FLAG.test(before);
}

function markOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  return MARKS[code] ?? code.toString(16).toUpperCase().padStart(4, "0");
}

/** What a mark stands for, for a pointer at rest and a screen reader. */
export function markName(mark: string): string {
  if (/^(LR|RL|FS|PD|AL)/.test(mark)) return t("hidden sign that turns text round: {mark}", { mark });
  return t("hidden sign: {mark}", { mark });
}
