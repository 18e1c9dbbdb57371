// What an editor does is sent once, and she is never told half of what others did meanwhile.
import { afterEach, expect, test, vi } from "vitest";
import { Sending } from "./sending";
import type { Change, Edited, News } from "./shapes";

const says = (after: string): Change[] => [{ path: ["flows", "triage", "steps", "age", "say"], before: "a", after }];
const edited = (version: number, by: string, after: string): Edited => ({ version, by, at: "", changes: says(after) });

/** A save whose answer is lost, and what is told of the draft when it is asked what came of it. */
async function lost(news: News): Promise<{ fetched: number; applied: Edited[][]; done: boolean }> {
  const found = { fetched: 0, applied: [] as Edited[][], done: false };
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (_: string, { method }: RequestInit) =>
    method === "POST" ? Promise.reject(new TypeError("away")) : Promise.resolve(Response.json(news)),
  );
  const nothing = (): void => undefined;
  const sending = new Sending("/editing/drafts/d", () => "Noor", () => 1, {
    saving: nothing, conflict: nothing, refused: nothing, lost: nothing, gone: nothing,
    saved: (_, __, all) => void found.applied.push(all),
    folded: () => Promise.resolve((found.fetched += 1)),
  });
  sending.push({ edits: [], way: "new", done: (saved) => (found.done = saved) });
  await vi.advanceTimersByTimeAsync(2_000);
  return found;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("after a lost answer what others did meanwhile is taken over with one's own", async () => {
  const all = [edited(2, "Lou", "b"), edited(3, "Noor", "c")];
  expect(await lost({ version: 3, edits: all })).toEqual({ fetched: 0, applied: [all], done: true });
});

test("where some of what others did is not told any more, none of it is taken over and all is fetched anew", async () => {
  const some = [edited(302, "Lou", "b"), edited(303, "Noor", "c")];
  expect(await lost({ version: 303, edits: some, folded: true })).toEqual({ fetched: 1, applied: [[]], done: true });
});
