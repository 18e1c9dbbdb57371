// Which fields an entry of each section has, and what stands in them: forms draw themselves from it.
import { day } from "../../times";
import { language, t } from "../../words";
import { languageName } from "../languages";
import { own } from "../own";
import type { Plain } from "../shapes";
import { entriesOf, nameOf, sectionName, type Book } from "./book";

export type Kind = "line" | "text" | "words" | "long_words" | "flag" | "number" | "day" | "hours" | "list" | "pick" | "entry" | "lists";
export interface Field { name: string; kind: Kind; options?: readonly string[]; seldom?: boolean; required?: boolean }

const WHO: Field[] = [
  { name: "source", kind: "line", required: true },
  { name: "checked_on", kind: "day", required: true },
  { name: "reviewer", kind: "line", required: true },
  { name: "confidence", kind: "pick", options: ["V", "P", "G"], required: true },
  { name: "valid_days", kind: "number", seldom: true },
];
const ENTRY: Field[] = [
  { name: "name", kind: "words", required: true },
  { name: "what", kind: "long_words", required: true },
  { name: "phone", kind: "line" },
  { name: "phone_display", kind: "line" },
  { name: "hours", kind: "hours" },
  { name: "closed_on_holidays", kind: "flag" },
  { name: "alternative", kind: "entry" },
  { name: "email", kind: "words" },
  { name: "web", kind: "words" },
  ...WHO,
  { name: "languages", kind: "list", seldom: true },
  { name: "country", kind: "line", seldom: true },
];
export const FIELDS: Record<string, Field[]> = {
  lines: ENTRY,
  tools: ENTRY,
  aliases: [{ name: "pick", kind: "pick", options: ["first", "all", "abroad"], required: true }, { name: "lines", kind: "lists" }],
  teams: [
    { name: "hours", kind: "hours" },
    { name: "closed_on_holidays", kind: "flag" },
    { name: "answer_within", kind: "number" },
    { name: "kept_days", kind: "number" },
    { name: "kept_days_closed", kind: "number" },
    { name: "kept_days_transcript", kind: "number" },
    { name: "kept_days_evidence", kind: "number" },
  ],
  replies: [
    { name: "title", kind: "words", required: true },
    { name: "text", kind: "long_words", required: true },
    { name: "urgent", kind: "flag" },
  ],
  platforms: [
    { name: "label", kind: "line", required: true },
    { name: "names", kind: "list", required: true },
    { name: "hosts", kind: "list", required: true },
    { name: "report", kind: "line" },
    { name: "stopncii", kind: "pick", options: ["yes", "no", "unknown"] },
    { name: "take_it_down", kind: "pick", options: ["yes", "no", "unknown"] },
    ...WHO,
    { name: "profile", kind: "line", seldom: true },
    { name: "post", kind: "list", seldom: true },
    { name: "tracking", kind: "list", seldom: true },
  ],
  retention: [
    { name: "events_days", kind: "number" },
    { name: "statistics_days", kind: "number" },
  ],
};

const NAMES: Record<string, () => string> = {
  name: () => t("Name"),
  title: () => t("Title, for colleagues"),
  text: () => t("What she would read"),
  label: () => t("Name"),
  what: () => t("What it is for"),
  phone: () => t("Number, digits only"),
  phone_display: () => t("Number as people read it"),
  hours: () => t("Hours"),
  closed_on_holidays: () => t("Closed on public holidays"),
  alternative: () => t("Whom to call while it is closed"),
  email: () => t("E-mail"),
  web: () => t("Website"),
  source: () => t("Source: where this was read"),
  checked_on: () => t("Looked at on"),
  reviewer: () => t("Reviewed by"),
  confidence: () => t("How sure this is"),
  valid_days: () => t("Counts for so many days"),
  languages: () => t("Languages spoken there"),
  country: () => t("Country, in two letters, where it is not Belgium"),
  pick: () => t("Which of them is shown"),
  lines: () => t("The lines, by language"),
  answer_within: () => t("Minutes she may wait for an answer"),
  kept_days: () => t("A case is kept so many days after her last word"),
  kept_days_closed: () => t("So many days after it was closed"),
  kept_days_transcript: () => t("What was said, so many days after it was closed"),
  kept_days_evidence: () => t("Links and hashes, so many days after it was closed"),
  urgent: () => t("First in the list where she spoke of despair or danger"),
  names: () => t("What people call it"),
  hosts: () => t("Its addresses"),
  report: () => t("Where to report"),
  stopncii: () => t("Takes part in StopNCII"),
  take_it_down: () => t("Takes part in Take It Down"),
  profile: () => t("Address of an account"),
  post: () => t("How an address names a post"),
  tracking: () => t("Parts of an address that follow people"),
  events_days: () => t("What was done in the house, in days"),
  statistics_days: () => t("How often things happened, in days"),
};
export const fieldName = (name: string): string => NAMES[name]?.() ?? name.replaceAll("_", " ");

const OPTIONS: Record<string, () => string> = {
  V: () => t("Read in its source"),
  P: () => t("Read in part, or some time ago"),
  G: () => t("Not verified: shown to nobody"),
  first: () => t("The first that may be shown"),
  all: () => t("All of them"),
  abroad: () => t("All lines in other countries"),
  yes: () => t("Yes"),
  no: () => t("No"),
  unknown: () => t("Not known"),
};
export const optionName = (key: string): string => OPTIONS[key]?.() ?? key;

/** The days of a week; 5 January 1970 was a Monday. */
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const dayName = (index: number): string => new Intl.DateTimeFormat(language(), { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(1970, 0, 5 + index)));
/** A field, a day of the week or a language: whatever a path goes on with within an entry. */
const partName = (part: string): string => (DAYS.includes(part) ? dayName(DAYS.indexOf(part)) : part in NAMES ? fieldName(part) : languageName(part).replaceAll("_", " "));

/** What stands or stood in a field. */
export function valueWords(path: readonly string[], value: Plain | undefined): string {
  if (value === "none yet") return t("nobody yet");
  if (path.at(-1) === "checked_on" && typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return day(value);
  if (Array.isArray(value)) return value.map((one) => valueWords(path, one)).join(", ") || t("nothing");
  if (typeof value === "object" && value !== null) return Object.entries(value).map(([key, one]) => `${partName(key)}: ${valueWords([...path, key], one)}`).join("\n");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  return value === null || value === undefined || value === "" ? t("nothing") : own(OPTIONS, String(value))?.() ?? String(value);
}

/** A place in words: Lines to call, Police, Hours. */
export function placeName(path: readonly string[], content: Book, language: string): string {
  const [section = "", ...rest] = path[0] === "platforms" && path[1] === "platforms" ? path.slice(1) : path;
  const [key = "", ...fields] = rest;
  const entry = entriesOf(content, section).find(([one]) => one === key)?.[1];
  const name = section === "words" ? languageName(key) : entry ? nameOf(key, entry, language) : key;
  return [sectionName(section), name, ...fields.map(partName)].filter(Boolean).join(" · ");
}
