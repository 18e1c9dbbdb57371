// The ways on from a step, and what is said of each: the answer that leads there, or when it is taken.
import { language, t } from "../../words";
import { entryName, teamName } from "../house_names.svelte";
import { languageName } from "../languages";
import { factName, valueName } from "../named";
import { own } from "../own";
import { words } from "../steps";
import type { Content, Plain, Step } from "../shapes";

export interface Way { to: string; said: string }
type Fields = Record<string, Plain>;

const isFields = (node: Plain | undefined): node is Fields => typeof node === "object" && node !== null && !Array.isArray(node);
const listed = (value: Plain | undefined): string[] => (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");

/** Tests that hold the name of something: a line, a team, a language. */
const HOLD: Record<string, (key: string) => string> = { open: entryName, staff: teamName, team: teamName, language: languageName };

/** A case of a branch in words. */
export function condition(when: Plain | undefined): string {
  if (!isFields(when)) return "";
  return Object.entries(when).map(([fact, value]) => `${factName(fact)}: ${listed(value).map(own(HOLD, fact) ?? valueName).join(", ")}`).join(" · ");
}

/** Every way on, each as often as it is said; a key that names no step is left to the check. */
export function waysOf(content: Content, place: string, step: Step): Way[] {
  const found: Way[] = [];
  const add = (to: Plain | undefined, said: string): void => {
    if (typeof to === "string") found.push({ to, said });
  };
  const label = (part: string, source: Plain | undefined): string => words(content, place, part, source, language());
  for (const [name, value] of Object.entries(step)) {
    if (Array.isArray(value)) {
      for (const one of value)
        if (isFields(one)) add(one["go"], name === "cases" ? condition(one["when"]) : label(`${String(one["key"])}.label`, one["label"]));
    } else if (isFields(value)) add(value["go"], label(`${name}.label`, value["label"]));
  }
  add(step["go"], step.type === "branch" ? t("otherwise") : "");
  add(step["refused"], t("if it cannot be done"));
  add(step["empty"], t("if there is nothing"));
  return found;
}
