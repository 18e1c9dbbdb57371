// Whether somebody still sits here: contacts are told that people are there, and that must be true.

/** So long without a key or a touch, and she is asked; so long without an answer, and she takes no cases any more. */
export const QUIET = 30 * 60_000;
export const PATIENCE = 5 * 60_000;

export class StillThere {
  private used: number;

  constructor(private readonly now: () => number = Date.now) {
    this.used = now();
  }

  /** A key, a touch: she is there. */
  touched(): void {
    this.used = this.now();
  }

  /** What is to be done: nothing, ask her, or say that nobody is here. */
  look(): "there" | "ask" | "gone" {
    const quiet = this.now() - this.used;
    if (quiet < QUIET) return "there";
    return quiet < QUIET + PATIENCE ? "ask" : "gone";
  }

  /** When she will be taken for gone. */
  get until(): Date {
    return new Date(this.used + QUIET + PATIENCE);
  }
}
