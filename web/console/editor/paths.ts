// A path of a change, and what stands there, in words.
import { t } from "../words";
import { languageName } from "./languages";
import { fieldName, spaced } from "./named";
import { stepAt } from "./places";
import type { Content, Plain } from "./shapes";
import { stepTitle } from "./steps";

/** Which step, which field, which language a path speaks of. */
export function pathName(content: Content, path: readonly string[]): string {
  if (path[0] === "translations" && path[1] && path[2]) {
    const [flow = "", step = "", ...part] = path[2].split(".");
    return [stepName(content, flow, step), partName(part), languageName(path[1])].join(" · ");
  }
  if (path[0] === "flows" && path[1] && path[2] === "steps" && path[3])
    return path.length === 4 ? stepName(content, path[1], path[3]) : [stepName(content, path[1], path[3]), partName(path.slice(4))].join(" · ");
  return path.slice(1).map(spaced).join(" · ");
}

function stepName(content: Content, flow: string, step: string): string {
  const place = `${flow}.${step}`;
  const found = stepAt(content, place);
  return found ? stepTitle(content, place, found) : spaced(step);
}

const partName = (part: readonly string[]): string => (part.at(-1) === "#order" ? t("the order") : fieldName(part.at(-1) ?? ""));

/** What stands there, for reading. */
export function plainWords(value: Plain | undefined): string {
  if (value === undefined || value === null) return t("(nothing)");
  if (typeof value === "string") return value || t("(nothing)");
  if (Array.isArray(value)) return value.map(plainWords).join(", ");
  if (typeof value === "object") return Object.entries(value).map(([key, one]) => `${fieldName(key)}: ${plainWords(one)}`).join("\n");
  return String(value);
}
