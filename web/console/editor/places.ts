// Places in a draft: a step is named by its flow and its key, a text by its place and its part.
import { own } from "./own";
import type { Content, Flow, Plain, Step } from "./shapes";

export const placeOf = (flow: string, step: string): string => `${flow}.${step}`;

export function parts(place: string): { flow: string; step: string } {
  const [flow = "", step = ""] = place.split(".", 2);
  return { flow, step };
}

export function stepAt(content: Content, place: string | null): Step | null {
  if (!place) return null;
  const { flow, step } = parts(place);
  const steps = own(content.flows, flow)?.steps;
  const found = steps ? own(steps, step) : undefined;
  return found && typeof found === "object" && !Array.isArray(found) ? found : null;
}

/** The steps of a flow; none where it is broken. */
export const stepsOf = (flow: Flow | undefined): [string, Step][] =>
  flow && flow.steps && typeof flow.steps === "object" ? Object.entries(flow.steps).filter(([, step]) => step && typeof step === "object") : [];

/** The part of a text's key that a field of a step has: `choices.minor.label` → `minor.label`, `yes.label` stays. */
export const textPart = (field: string): string => (field.startsWith("choices.") ? field.slice("choices.".length) : field);

/** What stands in a field of a step; lists are entered by the key of their items. */
export function valueAt(step: Plain | Step | Flow | undefined, field: string): Plain | undefined {
  return field.split(".").reduce<Plain | undefined>((node, name) => {
    if (Array.isArray(node)) return node[/^\d+$/.test(name) ? Number(name) : -1] ?? node.find((one) => typeof one === "object" && one !== null && !Array.isArray(one) && one["key"] === name);
    return typeof node === "object" && node !== null ? own(node, name) : undefined;
  }, step as Plain);
}

/** A key for something new: the first of `base`, `base_2`, … that is free, short enough for its kind. */
export function freeKey(base: string, taken: Iterable<string>, longest: number): string {
  const used = new Set(taken);
  const stem = slug(base, longest - 3) || "new";
  for (let count = 1; ; count += 1) {
    const key = count === 1 ? stem : `${stem}_${count}`;
    if (!used.has(key)) return key;
  }
}

/** Words as a key: small letters, digits and underscores only. */
export function slug(words: string, longest: number): string {
  const plain = words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, longest).replace(/_+$/, "");
}
