// A reason holds for half an hour, for its case alone.
import { expect, test } from "vitest";
import { Reasons } from "./reasons";

test("a reason holds half an hour, for the case it was given for", () => {
  let now = 0;
  const reasons = new Reasons(() => now);
  reasons.say("c1", "taking_over");
  now = 29 * 60_000;
  expect(reasons.of("c1")).toBe("taking_over");
  expect(reasons.of("c2")).toBeUndefined();
  now = 30 * 60_000;
  expect(reasons.of("c1")).toBeUndefined();
});

test("a reason that the server no longer takes is forgotten", () => {
  const reasons = new Reasons(() => 0);
  reasons.say("c1", "safety");
  reasons.forget("c1");
  expect(reasons.of("c1")).toBeUndefined();
});
