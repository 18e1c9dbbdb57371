// Every fate of a message has words of its own; none is told by colour alone.
import { expect, test } from "vitest";
import { Refusal, Unreachable } from "../api";
import type { Fate, Happening } from "../contract";
import { fateShown } from "./fates";
import { ofHolders, sentence, told } from "./happenings";
import { inWords } from "./refusals";

const FATES: Fate[] = ["queued", "trying", "sent", "ambiguous", "refused", "blocked", "withdrawn", "deleted", "kept_back"];

test("each fate says something else, with a sign", () => {
  const shown = FATES.map((fate) => fateShown(fate));
  expect(new Set(shown.map((one) => one?.words)).size).toBe(FATES.length);
  for (const one of shown) expect(one?.sign).toBeTruthy();
  expect(fateShown("none")).toBeNull();
  expect(fateShown("kept_back", "time")?.words).toBe("waits for the safe time");
});

test("what reached nobody is marked as wrong, and nothing else is", () => {
  expect(FATES.filter((fate) => fateShown(fate)?.tone === "wrong")).toEqual(["refused", "blocked"]);
});

test("a conflict is told with the colleague's name", () => {
  expect(inWords(new Refusal(409, "already_taken", { alias: "Noor" }))).toBe("Noor took this case a moment ago.");
  expect(inWords(new Refusal(409, "already_taken", { alias: 3 }))).toBe("A colleague took this case a moment ago.");
  expect(inWords(new Unreachable())).toContain("cannot be reached");
  for (const code of ["wrong_state", "colleague_away", "bad_ask", "no_such_case", "not_allowed", "trouble", "new"])
    expect(inWords(new Refusal(409, code))).toMatch(/\w+\.$/);
});

test("history is sentences, and an unknown event is at least named", () => {
  const names = { team: (key: string) => key.toUpperCase(), staff: (id: string) => `[${id}]` };
  const one = (kind: string, about: Happening["about"] = {}): Happening => ({ seq: 1, kind, at: "", alias: "Noor", about });
  expect(sentence(one("case_taken_over"), names)).toBe("Noor took it over.");
  expect(sentence(one("case_transferred", { to: "s2" }), names)).toBe("Noor passed it on to [s2].");
  expect(sentence(one("case_transferred", { team: "helpline" }), names)).toBe("Noor passed it on to HELPLINE.");
  expect(sentence(one("case_closed", { outcome: "helped" }), names)).toBe("Noor closed it: Helped.");
  expect(sentence(one("something_new"), names)).toBe("something_new");
  expect([told(one("contact_wrote")), told(one("case_viewed")), ofHolders(one("case_viewed"))]).toEqual([false, true, false]);
});
