import { expect, test } from "vitest";
import { PATIENCE, QUIET, StillThere } from "./still_there";

function watched(): { there: StillThere; pass: (time: number) => void } {
  let now = 1_000_000;
  return { there: new StillThere(() => now), pass: (time) => (now += time) };
}

test("who touches nothing for half an hour is asked, and five minutes later taken for gone", () => {
  const { there, pass } = watched();
  pass(QUIET - 1);
  expect(there.look()).toBe("there");
  pass(1);
  expect(there.look()).toBe("ask");
  pass(PATIENCE - 1);
  expect(there.look()).toBe("ask");
  pass(1);
  expect(there.look()).toBe("gone");
});

test("one key is enough to be there again", () => {
  const { there, pass } = watched();
  pass(QUIET + 1000);
  there.touched();
  expect(there.look()).toBe("there");
  expect(there.until.getTime()).toBe(1_000_000 + QUIET + 1000 + QUIET + PATIENCE);
});

test("a laptop that slept for hours is not taken for somebody who is there", () => {
  const { there, pass } = watched();
  pass(8 * 60 * 60_000);
  expect(there.look()).toBe("gone");
});
