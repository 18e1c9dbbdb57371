// Edits on their way to the server: one batch after the other, in order, until it has answered.
import { get, part, post, Refusal, Unreachable } from "../api";
import type { Change, Conflict, Edit, Edited, News, Saved } from "./shapes";

/** What is sent at once, and what becomes of it. `undoes`: the changes it takes back or brings back. */
export interface Batch { edits: Edit[]; way: "new" | "undo" | "redo"; undoes?: Change[]; done: (saved: boolean) => void }
export interface Heard {
  saving: (busy: boolean) => void;
  /** All that changed since the version we had; `mine`: what this batch did. */
  saved: (batch: Batch, version: number, all: Edited[], mine: Change[]) => void;
  conflict: (batch: Batch, conflicts: Conflict[]) => void;
  refused: (batch: Batch, code: string, about: Record<string, unknown>) => void;
  lost: () => void;
  gone: () => void;
  /** So much happened meanwhile that it is not told one by one any more: all of it is fetched anew. */
  folded: () => Promise<unknown>;
}

const PAUSES = [500, 1500, 4000];
const pause = (length: number): Promise<void> => new Promise((done) => setTimeout(done, length));

export class Sending {
  private queue: Batch[] = [];
  private running = false;
  private tries = 0;

  constructor(private readonly path: string, private readonly me: () => string, private readonly version: () => number, private readonly heard: Heard) {}

  get busy(): boolean {
    return this.running;
  }

  /** Whether something is on its way that is kept nowhere else: words are, while they are typed. */
  get unsaved(): boolean {
    return this.queue.some(({ edits, way }) => way !== "new" || edits.some(({ edit }) => edit !== "write" && edit !== "translate"));
  }

  push(batch: Batch): void {
    this.queue.push(batch);
    if (!this.running) void this.run();
  }

  async since(version: number): Promise<News> {
    return get<News>(`${this.path}/since/${part(String(version))}`);
  }

  private async run(): Promise<void> {
    this.running = true;
    this.heard.saving(true);
    for (let batch = this.queue[0]; batch; batch = this.queue[0]) {
      const over = await this.send(batch).catch((problem: unknown) => this.wrong(batch, problem));
      if (over) this.queue.shift();
    }
    this.running = false;
    this.heard.saving(false);
  }

  private async send(batch: Batch): Promise<boolean> {
    const had = this.version();
    // After a try without an answer nobody knows whether it came through: look first.
    if (this.tries && (await this.arrived(batch, had))) return true;
    const { version, changes, folded } = await post<Saved>(`${this.path}/edits`, { version: had, edits: batch.edits });
    this.tries = 0;
    if (folded) await this.whole(batch, version);
    else if (version <= had + 1) {
      const alone = { version, by: this.me(), at: "", changes };
      this.heard.saved(batch, version, changes.length ? [alone] : [], changes);
    } else await this.amongOthers(batch, had, version);
    batch.done(true);
    return true;
  }

  /** Somebody else saved in between: which of the changes are hers, and which ours. */
  private async amongOthers(batch: Batch, had: number, version: number): Promise<void> {
    const news = await this.since(had);
    if (news.folded) return this.whole(batch, news.version);
    const mine = news.edits.find((one) => one.version === version)?.changes ?? [];
    this.heard.saved(batch, news.version, news.edits, mine);
  }

  /** What she did is among what is fetched; it cannot be undone, for nobody tells apart any more what it was. */
  private async whole(batch: Batch, version: number): Promise<void> {
    await this.heard.folded();
    this.heard.saved(batch, version, [], []);
  }

  private async arrived(batch: Batch, had: number): Promise<boolean> {
    const news = await this.since(had);
    const mine = news.edits.find((one) => one.by === this.me());
    this.tries = 0;
    if (!mine) return false;
    if (news.folded) await this.whole(batch, news.version);
    else this.heard.saved(batch, news.version, news.edits, mine.changes);
    batch.done(true);
    return true;
  }

  private async wrong(batch: Batch, problem: unknown): Promise<boolean> {
    if (problem instanceof Unreachable || (problem instanceof Refusal && problem.status >= 500)) {
      this.heard.lost();
      this.tries += 1;
      await pause(PAUSES[Math.min(this.tries, PAUSES.length) - 1] ?? 4000);
      return false;
    }
    if (!(problem instanceof Refusal)) {
      this.heard.refused(batch, "trouble", {});
      console.error(problem);
      batch.done(false);
      return true;
    }
    if (problem.code === "conflict") this.heard.conflict(batch, (problem.about["conflicts"] ?? []) as Conflict[]);
    else if (problem.status === 404) this.heard.gone();
    else this.heard.refused(batch, problem.code, problem.about);
    batch.done(false);
    return true;
  }
}
