// What was found is shown for the case that was asked about, for as long as it is open, and never of a case that is gone.
import { afterEach, expect, test, vi } from "vitest";
import { matching } from "./matching.svelte";

const found = { found: [{ id: "c-1", number: "1", state: "open", hits: [] }, { id: "c-2", number: "2", state: "open", hits: [] }], hashes: 9, cases: 4 };
const answers = (...bodies: unknown[]) => {
  const fetched = vi.fn();
  for (const body of bodies) fetched.mockImplementationOnce(async () => new Response(JSON.stringify(await body)));
  vi.stubGlobal("fetch", fetched);
  return fetched;
};
afterEach(() => {
  matching.clear();
  vi.unstubAllGlobals();
});

test("a case that is gone goes from what was found", async () => {
  const fetched = answers(found);
  await matching.look("c-0");
  expect(fetched.mock.calls[0]?.[0]).toBe("/console/api/cases/c-0/match");
  matching.forget(["c-1", "another"]);
  expect(matching.found?.found.map((one) => one.id)).toEqual(["c-2"]);
  expect(matching.busy).toBe(false);
});

test("what comes back when another case is open by then is shown nowhere", async () => {
  let answer = (_: unknown): void => undefined;
  answers(new Promise((done) => (answer = done)));
  const looking = matching.look("c-0");
  matching.clear();
  answer(found);
  await looking;
  expect(matching.found).toBeNull();
});
