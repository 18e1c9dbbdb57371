// What can be chosen in a draft: its parts, the house's teams, and the entries of the directory.
import { me } from "../../me.svelte";
import type { OpenDraft } from "../draft.svelte";
import { flowName } from "../flows_named";
import { languageName, languagesOf } from "../languages";
import { spaced } from "../named";
import { stepsOf } from "../places";

export interface Option { key: string; name: string }

export const flowsOf = (draft: OpenDraft, but = ""): Option[] =>
  Object.keys(draft.content.flows).filter((key) => key !== but).map((key) => ({ key, name: flowName(key) }));

export const teams = (): Option[] => (me.known?.all_teams ?? []).map(({ key, name }) => ({ key, name }));

/** The entries of the directory, as the server names them; and those that the draft shows anywhere. */
export function entries(draft: OpenDraft): Option[] {
  const known = new Map((draft.page?.entries ?? []).map((one) => [one.key, one.name] as const));
  for (const flow of Object.values(draft.content.flows))
    for (const [, step] of stepsOf(flow))
      for (const key of Array.isArray(step["cards"]) ? step["cards"] : []) if (typeof key === "string" && !known.has(key)) known.set(key, spaced(key));
  return [...known].map(([key, name]) => ({ key, name }));
}

/** What may stand beside a test that is no fact: a line that is open, a team; beside `language`, the languages. */
export function held(draft: OpenDraft, fact: string): Option[] {
  if (fact === "language") return languagesOf(draft.content).map((key) => ({ key, name: languageName(key) }));
  return fact === "open" ? entries(draft) : teams();
}
