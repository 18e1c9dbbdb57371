// The directory as a draft holds it: which sections there are, how an entry is called, in which state it is, and how a
// field of it is written.
import { t } from "../../words";
import { at } from "../changes";
import type { OpenDraft } from "../draft.svelte";
import { teamName } from "../house_names.svelte";
import { own } from "../own";
import type { Change, Plain } from "../shapes";

export type Entry = Record<string, Plain | undefined>;
export type Book = Record<string, unknown>;
export type State = "flagged" | "overdue" | "soon" | "unreviewed" | "good";

/** The sections, in the order in which they are shown. */
export const SECTIONS = ["lines", "tools", "aliases", "teams", "replies", "platforms", "retention"] as const;
/** Those whose entries say where a fact comes from and when somebody looked. */
export const CHECKED: readonly string[] = ["lines", "tools", "platforms"];
const AHEAD = 30, VALID = 180, DAY = 86_400_000;

export function sectionName(section: string): string {
  const names: Record<string, () => string> = {
    lines: () => t("Lines to call"),
    tools: () => t("Tools"),
    aliases: () => t("Names for several lines"),
    teams: () => t("Teams and their hours"),
    replies: () => t("Replies at hand"),
    platforms: () => t("Platforms"),
    retention: () => t("How long the house remembers"),
    words: () => t("Words outside the conversation"),
  };
  return names[section]?.() ?? section;
}

export function stateName(state: State): string {
  const names: Record<State, () => string> = {
    flagged: () => t("Flagged as wrong"),
    overdue: () => t("Out of date"),
    soon: () => t("To be looked at soon"),
    unreviewed: () => t("Not reviewed yet"),
    good: () => t("In date"),
  };
  return names[state]();
}

/** Where its entries stand: those of platforms lie one deeper. */
export const pathOf = (section: string, key: string): string[] => (section === "platforms" ? ["platforms", "platforms", key] : [section, key]);

const isEntry = (value: unknown): value is Entry => typeof value === "object" && value !== null && !Array.isArray(value);
export function entriesOf(book: Book, section: string): [string, Entry][] {
  const found = at(book, section === "platforms" ? ["platforms", "platforms"] : [section]);
  return isEntry(found) ? Object.entries(found).filter((one): one is [string, Entry & Plain] => isEntry(one[1])) : [];
}

/** What Haven ships with that has no name of its own. */
const SHIPPED: Record<string, () => string> = {
  suicide_line: () => t("The line about suicide"),
  listening_line: () => t("The line that listens"),
  violence_line: () => t("The line about violence"),
  children_line: () => t("The line for children"),
  german_card: () => t("Who speaks German"),
  english_card: () => t("Who speaks English"),
  abroad_lines: () => t("Lines in other countries"),
  house: () => t("This house"),
};

/** How an entry is called, in this language. */
export function nameOf(key: string, entry: Entry, language: string): string {
  const named = entry["name"] ?? entry["title"] ?? entry["label"];
  if (typeof named === "string") return named;
  return isEntry(named) ? String(named[language] ?? named["en"] ?? key) : (own(SHIPPED, key)?.() ?? teamName(key));
}

/** Days until it counts as out of date; below zero: since. `today`: YYYY-MM-DD. */
export function daysLeft(entry: Entry, today: string): number {
  const until = Date.parse(String(entry["checked_on"] ?? "")) + Number(entry["valid_days"] ?? VALID) * DAY;
  return Math.round((until - Date.parse(today)) / DAY);
}

export function stateOf(entry: Entry, today: string): State {
  if (entry["flagged"]) return "flagged";
  const left = daysLeft(entry, today);
  if (Number.isNaN(left) || left < 0) return "overdue";
  if (left < AHEAD) return "soon";
  return entry["reviewer"] === "none yet" ? "unreviewed" : "good";
}

/** The change that puts a value at a path; where what it lies in is not there yet, that comes with it. */
export function changeAt(content: unknown, path: string[], after: Plain | undefined): Change {
  let [where, value] = [path, after];
  while (where.length > 1 && at(content, where.slice(0, -1)) === undefined) {
    value = { [where.at(-1) ?? ""]: value ?? null };
    where = where.slice(0, -1);
  }
  const before = at(content, where);
  return { path: where, ...(before === undefined ? {} : { before }), ...(value === undefined ? {} : { after: value }) };
}

/** Write a field; nothing is sent where it stands there already. */
export async function put(draft: OpenDraft, ...changed: [path: string[], after: Plain | undefined][]): Promise<void> {
  const changes = changed.map(([path, after]) => changeAt(draft.content, path, after)).filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
  if (changes.length) await draft.edit({ edit: "put", changes });
}

/** A key for something new: letters, digits and underscores. */
export const keyFor = (name: string): string =>
  name.normalize("NFD").toLowerCase().replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "").slice(0, 20);
