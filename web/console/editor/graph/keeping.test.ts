// Of what is drawn only that is new which differs.
import { expect, test } from "vitest";
import { keeping } from "./keeping";

const step = (id: string, chosen: boolean, x = 0): { id: string; data: { chosen: boolean }; position: { x: number; y: number } } => ({ id, data: { chosen }, position: { x, y: 0 } });

test("what did not change is the very same thing, what did is another", () => {
  const kept = keeping<ReturnType<typeof step>>();
  const [age, help] = kept([step("age", true), step("help", false)]);
  const [later, after] = kept([step("age", false), step("help", false)]);
  expect(after).toBe(help);
  expect(later).not.toBe(age);
  expect(later?.data.chosen).toBe(false);
  expect(kept([step("age", false, 5)])[0]?.position.x).toBe(5);
});
