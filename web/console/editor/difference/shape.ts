// A difference as it is shown: step by step, with its words, its fields and its ways on.
import type { components } from "../../openapi";
import { SOURCE } from "../shapes";

export type Difference = components["schemas"]["Difference"];
export type Word = Difference["words"][number];
export type Changed = Difference["steps"][number];
export type Way = Difference["routes"][number];
/** All that changed at one step: `what` is null where only its words or ways did. */
export interface AtStep { place: string; step: Changed | null; texts: [string, Word[]][]; ways: Way[] }

const placeOf = (key: string): string => key.split(".", 2).join(".");
export const partOf = (key: string): string => key.split(".").slice(2).join(".");

export function byStep(difference: Difference): AtStep[] {
  const found = new Map<string, AtStep>();
  const at = (place: string): AtStep => {
    const known = found.get(place) ?? { place, step: null, texts: [], ways: [] };
    found.set(place, known);
    return known;
  };
  for (const step of difference.steps) at(step.place).step = step;
  for (const word of difference.words.toSorted((one, other) => Number(other.language === SOURCE) - Number(one.language === SOURCE))) {
    const texts = at(placeOf(word.key)).texts;
    const same = texts.find(([key]) => key === word.key);
    if (same) same[1].push(word);
    else texts.push([word.key, [word]]);
  }
  for (const way of difference.routes) at(way.place).ways.push(way);
  return [...found.values()];
}

export const isEmpty = (difference: Difference): boolean =>
  !(difference.words.length || difference.steps.length || difference.routes.length || difference.flows.length || difference.languages);
