// In which order cases wait, and which of them a filter shows: the same rule as the server's.
import type { Counts, QueueAsk, Row, Urgency } from "../contract";

const URGENCY: Record<Urgency, number> = { danger: 0, crisis: 1, urgent: 2, none: 3 };
const HOLDER: Record<string, number> = { queue: 0, staff: 1, bot: 2 };

/** Danger and crisis first, then who waits, then who has waited longest. */
export function before(a: Row, b: Row): number {
  return (
    URGENCY[a.urgency] - URGENCY[b.urgency] ||
    (HOLDER[a.holder.kind] ?? 3) - (HOLDER[b.holder.kind] ?? 3) ||
    since(a) - since(b) ||
    (a.id < b.id ? -1 : 1)
  );
}

const since = (row: Row): number => Date.parse(row.waiting_since ?? row.opened_at);

/** Whether the filter shows this case. Who asks for one number wants that case, whatever its state; what ends soon or is
 * kept on is open or closed, and only the server knows which cases those are. */
export function matches(row: Row, ask: QueueAsk, self: string): boolean {
  if (ask.number) return row.number === ask.number;
  return (
    (Boolean(ask.ends) || row.state === (ask.state ?? "open")) &&
    (!ask.team || row.team === ask.team) &&
    (!ask.language || row.language === ask.language) &&
    (!ask.urgency || row.urgency === ask.urgency) &&
    (!ask.route || row.route === ask.route) &&
    heldAs(row, ask.holder, self)
  );
}

const plain = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** The case number somebody typed, in any of the ways people write it; null while it is not a whole one. */
export function wholeNumber(typed: string): string | null {
  const letters = plain(typed);
  return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : null;
}

/** Whether a number fits what was typed so far. */
export const fits = (number: string, typed: string): boolean => plain(number).includes(plain(typed));

function heldAs(row: Row, holder: QueueAsk["holder"], self: string): boolean {
  if (holder === "mine") return row.holder.kind === "staff" && row.holder.staff === self;
  if (holder === "held") return row.holder.kind === "staff";
  if (holder === "waiting") return row.holder.kind === "queue";
  return holder !== "bot" || row.holder.kind === "bot";
}

/** What one case adds to the counts, the same way as the server counts. */
export function counted(row: Row | undefined, self: string): Counts {
  const open = row?.state === "open" ? row : undefined;
  return {
    waiting: Number(open?.holder.kind === "queue"),
    mine: Number(open !== undefined && open.holder.staff === self),
    held: Number(open?.holder.kind === "staff"),
    urgent: Number(open !== undefined && open.urgency !== "none"),
  };
}

/** The counts once a case that was `old` is `row`; undefined: not there. */
export function recounted(counts: Counts, old: Row | undefined, row: Row | undefined, self: string): Counts {
  const [less, more] = [counted(old, self), counted(row, self)];
  const names = ["waiting", "mine", "held", "urgent"] as const;
  const after = { ...counts };
  for (const name of names) after[name] = Math.max(0, counts[name] - less[name] + more[name]);
  return after;
}
