// What was found when somebody looked for the pictures of a case in others: kept while that case is open, and not longer.
import { part, post } from "../api";
import type { Matched } from "../contract";

/** It goes through everything that a team holds. */
const PATIENCE = 120_000;

class Matching {
  found = $state.raw<Matched | null>(null);
  busy = $state(false);
  private asked = "";

  /** Ask the server. What comes back when another case is open by then is nobody's. */
  async look(caseId: string): Promise<void> {
    [this.asked, this.found, this.busy] = [caseId, null, true];
    try {
      const found = await post<Matched>(`/cases/${part(caseId)}/match`, {}, PATIENCE);
      if (this.asked === caseId) this.found = found;
    } finally {
      if (this.asked === caseId) this.busy = false;
    }
  }

  /** These cases are not there any more, or not hers. */
  forget(ids: string[]): void {
    if (this.found?.found.some((one) => ids.includes(one.id)))
      this.found = { ...this.found, found: this.found.found.filter((one) => !ids.includes(one.id)) };
  }

  clear(): void {
    [this.asked, this.found, this.busy] = ["", null, false];
  }
}

export const matching = new Matching();
