// A case as the tests of the queue need it: waiting, in Dutch, not urgent.
import type { Row } from "../contract";

export function row(change: Partial<Row> = {}): Row {
  return {
    id: "c1", number: "K7RM-2QXD", team: "helpline", language: "nl", urgency: "none", route: "institute", state: "open",
    holder: { kind: "queue", staff: null, alias: null, since: null }, waiting_since: "2026-11-22T20:00:00Z",
    opened_at: "2026-11-22T19:00:00Z", wrote_at: null, wrote: 0, unseen: 0, looking: [], answer_by: null,
    numbers_by: null, locked: false, outcome: null, ...change,
  };
}
