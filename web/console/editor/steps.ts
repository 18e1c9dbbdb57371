// How a step is called in a list: by its first words in the reader's language, or by what it does.
import { language, t } from "../words";
import { flowName } from "./flows_named";
import { entryName, teamName } from "./house_names.svelte";
import { factName, spaced, typeName } from "./named";
import { own } from "./own";
import { parts } from "./places";
import { SOURCE, type Content, type Plain, type Step } from "./shapes";

const LONGEST = 90;

/** A text of a step in a language; the original where it is not translated. */
export function words(content: Content, place: string, part: string, source: Plain | undefined, spoken: string): string {
  const translated = spoken === SOURCE ? undefined : content.translations[spoken]?.[`${place}.${part}`];
  return translated || (typeof source === "string" ? source : "");
}

const names = (value: Plain | undefined, called: (key: string) => string): string =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string").map(called).join(", ");

/** In one line; nothing stays nothing. */
const shortened = (words: string, put: (words: string) => string = (same) => same): string => {
  const line = words ? put(words) : "";
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

/** One line that tells this step from the others. */
export function stepTitle(content: Content, place: string, step: Step): string {
  const said = words(content, place, "say", step["say"], language()).trim().replace(/\s+/g, " ");
  if (said) return shortened(said);
  const { step: key } = parts(place);
  const texts: Record<string, () => string> = {
    card: () => shortened(names(step["cards"], entryName), (shown) => t("Shows: {names}", { names: shown })),
    call: () => t("Goes through: {name}", { name: flowName(String(step["flow"] ?? "…")) }),
    hand_off: () => shortened(names(step["team"], teamName), (team) => t("To the team: {name}", { name: team })),
    branch: () => t("Goes by {facts}", { facts: decides(step) }),
  };
  return own(texts, step.type)?.() || `${typeName(step.type)} · ${spaced(key)}`;
}

function decides(step: Step): string {
  const cases = Array.isArray(step["cases"]) ? step["cases"] : [];
  const tested = cases.flatMap((one) => (one && typeof one === "object" && !Array.isArray(one) && one["when"] && typeof one["when"] === "object" ? Object.keys(one["when"]) : []));
  return [...new Set(tested)].map(factName).join(", ") || "…";
}
