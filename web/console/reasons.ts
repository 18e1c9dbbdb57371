// What she said she opens a case for: it holds half an hour, so that going to and fro between two cases asks only once.
import type { Reason } from "./contract";

/** As long as the server lets her read on. */
const HOLDS = 30 * 60_000;

/** Kept while this page is open, and nowhere else. */
export class Reasons {
  private readonly said = new Map<string, { reason: Reason; until: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  say(id: string, reason: Reason): void {
    this.said.set(id, { reason, until: this.now() + HOLDS });
  }

  /** What she said of this case, if it still holds. */
  of(id: string): Reason | undefined {
    const said = this.said.get(id);
    return said && said.until > this.now() ? said.reason : undefined;
  }

  forget(id: string): void {
    this.said.delete(id);
  }
}
