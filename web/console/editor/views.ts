// What is shown of a draft beside its steps, each loaded when it is looked at. Each takes `{ draft }`.
import type { Component } from "svelte";
import type { OpenDraft } from "./draft.svelte";
import type { Overview } from "./overview";

type View = Component<{ draft: OpenDraft }>;
const found = import.meta.glob<{ default: View }>(["./preview/Preview.svelte", "./graph/Graph.svelte", "./publish/Publish.svelte", "./exchange/Exchange.svelte"]);

/** By the name it has in the address: `preview` stands beside the form, the others in its place. */
export const VIEWS: Record<string, () => Promise<{ default: View }>> = Object.fromEntries(
  Object.entries(found).map(([path, load]) => [path.split("/")[1] ?? path, load]),
);

type Page = Component<{ overview: Overview; reload: () => Promise<void> }>;
/** What stands on the page of the conversation, below the drafts. */
export const PAGES: (() => Promise<{ default: Page }>)[] = Object.values(import.meta.glob<{ default: Page }>(["./dashboard/Warnings.svelte", "./directory/Directory.svelte", "./history/History.svelte"]));
