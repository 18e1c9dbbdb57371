// What stands in a field of a step, or came of a talk, in the words by which an editor sees it; never by short names.
import { language, t } from "../words";
import { flowName } from "./flows_named";
import { condition } from "./graph/ways";
import { entryName, teamName } from "./house_names.svelte";
import { languageName } from "./languages";
import { fieldName, spaced, valueName } from "./named";
import { own } from "./own";
import { parts, stepAt, valueAt } from "./places";
import type { Content, Plain } from "./shapes";
import { stepTitle, words } from "./steps";

type Named = (key: string) => string;
const isRecord = (value: unknown): value is Record<string, Plain> => typeof value === "object" && value !== null && !Array.isArray(value);
/** Fields that hold the names of something. */
const HOLDS: Record<string, Named> = {
  cards: entryName, team: teamName, flow: flowName, scopes: valueName, keeps: valueName, consents: valueName, languages: languageName, language: languageName, alert: valueName,
};

/** The value of a field, whatever it is. `steps`: how a step is called to which it leads. */
export function valueWords(name: string, value: unknown, steps: Named = spaced): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map((one) => valueWords(name, one, steps)).join(", ") || "–";
  if (name === "sets" || name === "when" || name === "facts") return condition(value as Plain) || "–";
  if (isRecord(value)) return Object.entries(value).map(([key, one]) => (key === "key" ? "" : `${fieldName(key)} ${valueWords(key, one, steps)}`)).filter(Boolean).join(" · ");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value !== "string") return String(value);
  if (name === "go" || name === "refused" || name === "empty" || name === "start") return steps(value);
  return own(HOLDS, name)?.(value) ?? value;
}

/** A step by its place, as lists call it. */
export function placeWords(content: Content, place: string): string {
  const step = stepAt(content, place);
  const { flow, step: key } = parts(place);
  return step ? stepTitle(content, place, step) : key ? `${flowName(flow)} · ${spaced(key)}` : flowName(flow);
}

/** What was said in a talk, as it is noted: a text by its key, a card by its entry, a button by place and key. */
export function saidWords(content: Content, noted: string): string {
  if (noted.startsWith("card:")) return t("Shows: {names}", { names: entryName(noted.slice("card:".length)) });
  const button = /^\[(.+):(.+)\]$/.exec(noted);
  if (button) return `[${buttonWords(content, button[1] ?? "", button[2] ?? "")}]`;
  const [flow = "", step = "", ...part] = noted.split(".");
  if (!step) return spaced(noted);
  const title = placeWords(content, `${flow}.${step}`);
  return part.join(".") === "say" ? title : `${title} (${fieldName(part.at(-1) ?? "")})`;
}

function buttonWords(content: Content, place: string, key: string): string {
  const step = stepAt(content, place) ?? {};
  const label = valueAt(step as Plain, `choices.${key}.label`) ?? valueAt(step as Plain, `${key}.label`);
  return words(content, place, `${key}.label`, label, language()) || fieldName(key);
}
