import { expect, test } from "vitest";
import type { QueueAsk, Row } from "../contract";
import { row } from "./sample";
import { before, fits, matches, recounted, wholeNumber } from "./order";

const held = (staff: string): Row["holder"] => ({ kind: "staff", staff, alias: staff, since: null });

test("danger comes first, then crisis, then what colleagues marked; then who has waited longest", () => {
  const rows = [
    row({ id: "new", waiting_since: "2026-11-22T21:00:00Z" }),
    row({ id: "old", waiting_since: "2026-11-22T18:00:00Z" }),
    row({ id: "urgent", urgency: "urgent" }),
    row({ id: "danger", urgency: "danger", holder: held("lou") }),
    row({ id: "crisis", urgency: "crisis" }),
    row({ id: "mine", holder: held("noor"), waiting_since: "2026-11-22T10:00:00Z" }),
  ];
  expect(rows.sort(before).map((one) => one.id)).toEqual(["danger", "crisis", "urgent", "old", "new", "mine"]);
});

test.each<[QueueAsk, Partial<Row>, boolean]>([
  [{}, {}, true],
  [{}, { state: "closed" }, false],
  [{ state: "closed" }, { state: "closed" }, true],
  [{ holder: "waiting" }, {}, true],
  [{ holder: "waiting" }, { holder: held("noor") }, false],
  [{ holder: "mine" }, { holder: held("noor") }, true],
  [{ holder: "mine" }, { holder: held("lou") }, false],
  [{ holder: "held" }, { holder: held("lou") }, true],
  [{ holder: "bot" }, {}, false],
  [{ team: "helpline" }, { team: "child_focus" }, false],
  [{ language: "fr" }, {}, false],
  [{ urgency: "danger" }, { urgency: "danger" }, true],
  [{ ends: "soon" }, { state: "closed" }, true],
  [{ ends: "kept", language: "fr" }, { state: "closed" }, false],
  [{ number: "K7RM-2QXD", holder: "mine" }, { state: "closed" }, true],
  [{ number: "K7RM-2QXE" }, {}, false],
])("the filter %j shows %j: %s", (ask, change, shown) => {
  expect(matches(row(change), ask, "noor")).toBe(shown);
});

test("a number is understood however it is written, and asked for only when it is whole", () => {
  expect(wholeNumber(" k7rm 2qxd ")).toBe("K7RM-2QXD");
  expect(wholeNumber("k7rm-2qx")).toBeNull();
  expect(fits("K7RM-2QXD", "7rm2")).toBe(true);
  expect(fits("K7RM-2QXD", "zz")).toBe(false);
});

test("what changes hands is counted as it happens", () => {
  const counts = { waiting: 2, mine: 0, held: 1, urgent: 1 };
  expect(recounted(counts, row(), row({ holder: held("noor") }), "noor")).toEqual({ waiting: 1, mine: 1, held: 2, urgent: 1 });
  expect(recounted(counts, undefined, row({ urgency: "danger" }), "noor")).toMatchObject({ waiting: 3, urgent: 2 });
  expect(recounted(counts, row(), undefined, "noor").waiting).toBe(1);
  expect(recounted(counts, row({ holder: held("lou") }), row({ state: "closed" }), "noor")).toMatchObject({ held: 0 });
});

test("times with and without fractions of a second are in order", () => {
  const rows = [row({ id: "b", waiting_since: "2026-11-22T20:00:00.5Z" }), row({ id: "a", waiting_since: "2026-11-22T20:00:00Z" })];
  expect(rows.sort(before).map((one) => one.id)).toEqual(["a", "b"]);
});
