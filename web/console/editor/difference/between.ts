// Two published versions, compared; with the steps it is about, so that each is called by its words.
import { get } from "../../api";
import type { components } from "../../openapi";
import { knowEntries } from "../house_names.svelte";
import { EMPTY, type Content } from "../shapes";

export type Between = components["schemas"]["Between"];

export async function between(from: number, to: number): Promise<Between> {
  const found = await get<Between>(`/editing/published/flows/${from}/difference/${to}`);
  if (found.entries?.length) knowEntries(found.entries);
  return found;
}

/** What its steps say, as a draft has it. */
export const contentOf = ({ content }: Between): Content => ({ ...EMPTY, ...(content as Partial<Content> | undefined) });
