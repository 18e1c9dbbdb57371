// What of one's own can be undone and done again, read from what the server remembers: so that a reload takes none of it.
import { inverse } from "./changes";
import type { Change, Edited } from "./shapes";

/** Letters of changes that can be sent at once to be undone. */
export const MOST_UNDONE = 60_000;
/** So many of one's own steps are remembered. */
export const REMEMBERED = 100;
export interface Undoing { done: Change[][]; undone: Change[][] }

const told = (changes: readonly Change[]): string => changes.map(({ path, before, after }) => JSON.stringify([path, before, after])).toSorted().join();
const same = (one: readonly Change[], other: readonly Change[] | undefined): boolean => other !== undefined && told(one) === told(other);

/** An edit that turns one's last one round is an undo; one that brings it back, a redo. What colleagues did is left out. */
export function undoingOf(edits: readonly Edited[], me: string): Undoing {
  let [done, undone]: [Change[][], Change[][]] = [[], []];
  for (const { by, changes } of edits) {
    if (by !== me) continue;
    const last = done.at(-1);
    if (last && same(changes, inverse(last))) [done, undone] = [done.slice(0, -1), [...undone, last]];
    else if (same(changes, undone.at(-1))) [done, undone] = [[...done, changes], undone.slice(0, -1)];
    else if (JSON.stringify(changes).length >= MOST_UNDONE) [done, undone] = [[], []];
    else [done, undone] = [[...done, changes], []];
  }
  return { done: done.slice(-REMEMBERED), undone };
}
