// The case that is open at this console: fetched when it is opened, fetched again when news concern it.
import { forgetCase, thereAgain } from "./case/drafts";
import { shelf } from "./case/sealed";
import { get, part, post, Refusal } from "./api";
import type { CasePage, Reason } from "./contract";
import { me } from "./me.svelte";
import { queue } from "./queue/queue.svelte";
import { Reasons } from "./reasons";

/** `over`: it was open, and what she said it was opened for holds no longer. */
type Standing = "none" | "loading" | "reason" | "open" | "over" | "no_case" | "not_allowed" | "trouble";

/** After so long an open case is asked for once more, where it could not be had. */
const LATER = 3_000;

class Opened {
  id = $state("");
  page = $state.raw<CasePage | null>(null);
  standing = $state<Standing>("none");
  private readonly reasons = new Reasons();
  private busy = false;
  private again = false;
  private later: ReturnType<typeof setTimeout> | undefined;

  /** Open a case; where it is in nobody's or another's hands she is asked for a reason first. */
  async open(id: string, reason?: Reason): Promise<void> {
    if (this.id !== id) this.page = null;
    this.id = id;
    this.standing = "loading";
    await queue.begun;
    if (this.id !== id) return;
    const why = reason ?? this.reasons.of(id);
    if (!why && this.isOutside(id)) {
      this.standing = "reason";
      return;
    }
    if (reason) this.reasons.say(id, reason);
    await this.fetch(id, () => post<CasePage>(`/cases/${part(id)}/open`, why ? { reason: why } : {}));
  }

  /** Whether it is known that she does not have this case. Of a case that is not known here, the server says it. */
  private isOutside(id: string): boolean {
    const row = queue.row(id);
    return row !== undefined && me.may("read_case") && !(row.holder.kind === "staff" && row.holder.staff === me.id);
  }

  /** The same case as it stands now. One request at a time; what comes meanwhile leads to one more. */
  async refresh(): Promise<void> {
    if (this.standing !== "open") return;
    if (this.busy) {
      this.again = true;
      return;
    }
    const id = this.id;
    this.busy = true;
    try {
      do {
        this.again = false;
        await this.fetch(id, () => get<CasePage>(`/cases/${part(id)}`));
      } while (this.again && this.id === id);
    } finally {
      this.busy = false;
    }
  }

  /** No case is open any more. */
  close(): void {
    this.id = "";
    this.page = null;
    this.standing = "none";
  }

  private async fetch(id: string, ask: () => Promise<CasePage>): Promise<void> {
    try {
      const page = await ask();
      if (this.id !== id) return;
      thereAgain(id);
      await shelf.open(id, page.drafts);
      if (this.id !== id) return;
      this.page = page;
      this.standing = "open";
      queue.renew(page.row);
    } catch (problem) {
      if (this.id === id) this.refused(problem);
    }
  }

  private refused(problem: unknown): void {
    const code = problem instanceof Refusal ? problem.code : "";
    if (code === "reason_needed") this.askAgain();
    else if (code === "no_such_case") {
      forgetCase(this.id);
      [this.page, this.standing] = [null, "no_case"];
    }
    else if (code === "not_allowed") [this.page, this.standing] = [null, "not_allowed"];
    // A page that is open stays readable while the line is down, and is asked for until it can be had.
    else if (this.page) this.later ??= setTimeout(() => this.lookAgain(), LATER);
    else this.standing = "trouble";
  }

  private lookAgain(): void {
    this.later = undefined;
    void this.refresh();
  }

  /** What she said holds no longer. In the middle of her work that is told, not asked. */
  private askAgain(): void {
    this.reasons.forget(this.id);
    this.standing = this.standing === "open" ? "over" : "reason";
  }
}

export const opened = new Opened();

/** Open a case, with the reason where one is asked for. */
export const openCase = (id: string, reason?: Reason): Promise<void> => opened.open(id, reason);
