// The draft that is open: what it says, what is being typed, what the check found, and everything an editor does to it.
import { get, part, post, Refusal } from "../api";
import { me } from "../me.svelte";
import { router } from "../router.svelte";
import { apply, inverse, whose } from "./changes";
import { knowEntries } from "./house_names.svelte";
import { refusalWords } from "./refusals";
import { Sending, type Batch } from "./sending";
import { EMPTY, type Change, type Conflict, type Content, type DraftPage, type Edit, type Edited, type Report, type Someone, type Talk } from "./shapes";
import { fieldOf, Typed } from "./typed.svelte";
import { MOST_UNDONE, REMEMBERED, undoingOf } from "./undoing";

/** How long she pauses before her words are saved; before what she did is checked; between two looks at what others do. */
const PAUSE = 700, CHECK_AFTER = 250, LOOK_EVERY = 4_000;
/** So many saves are asked for when a draft is opened, to know what of them she can undo. */
const LOOKED_BACK = 200;
export type Line = "saved" | "saving" | "lost" | "gone" | "published";
/** What somebody else changed in the meantime, and what she wanted there: something new, or what was before. */
export interface Clash { edits: Edit[]; conflicts: Conflict[]; way: Batch["way"] }

export class OpenDraft {
  name = $state("");
  version = $state(0);
  content = $state.raw<Content>(EMPTY);
  page = $state.raw<DraftPage | null>(null);
  report = $state.raw<Report | null>(null);
  checking = $state(false);
  line = $state<Line>("saved");
  clash = $state.raw<Clash | null>(null);
  /** The same, put off. */
  waiting = $state.raw<Clash | null>(null);
  /** Why the last thing she did was not done, in words. */
  said = $state("");
  here = $state.raw<Someone[]>([]);
  /** A talk to be played in the preview: it shows it, and puts null here. */
  replay = $state.raw<Talk | null>(null);
  /** Saved tests are to be shown: the preview shows them, and puts false here. */
  tests = $state(false);
  done = $state.raw<Change[][]>([]);
  undone = $state.raw<Change[][]>([]);
  readonly typed: Typed;
  private readonly sending: Sending;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private checkSoon: ReturnType<typeof setTimeout> | undefined;
  private again = false;
  /** What colleagues did lately, so that a conflict with what has arrived already can say whose it is. */
  private theirs: Edited[] = [];

  constructor(readonly id: string) {
    this.typed = new Typed(id);
    this.sending = new Sending(this.path, () => me.known?.staff.alias ?? "", () => this.version, {
      saving: (busy) => (this.line = busy ? "saving" : this.over ? this.line : "saved"),
      saved: (batch, version, all, mine) => this.settle(batch, version, all, mine),
      conflict: (batch, conflicts) => this.conflict(batch, conflicts),
      refused: (batch, code, about) => this.refuse(batch, code, about),
      lost: () => (this.line = "lost"),
      gone: () => (this.line = "gone"),
      folded: () => this.fetch(),
    });
  }

  /** Whether there is nothing left to change: it runs, or somebody threw it away. */
  get over(): boolean {
    return this.line === "gone" || this.line === "published";
  }

  get path(): string {
    return `/editing/drafts/${part(this.id)}`;
  }

  /** Fetch it, save what was typed and not saved, and follow what others do until the function that comes back is called. */
  async begin(): Promise<void> {
    const page = await this.fetch();
    for (const field of this.typed.retried()) this.flush(field);
    void this.count();
    void this.remember(page.version);
  }

  /** All of it, as it is now. */
  private async fetch(): Promise<DraftPage> {
    const page = await get<DraftPage>(this.path);
    [this.page, this.name, this.version, this.content, this.here] = [page, page.name, page.version, { ...EMPTY, ...page.content }, page.here ?? []];
    knowEntries(page.entries ?? []);
    this.checkLater(0);
    return page;
  }

  /** What she did until then, in this tab or before it was opened, can still be undone. */
  private async remember(until: number): Promise<void> {
    if (until === 1) return;
    const news = await this.sending.since(Math.max(1, until - LOOKED_BACK)).catch(() => null);
    const [alias, edits] = [me.known?.staff.alias ?? "", (news?.edits ?? []).filter((one) => one.version <= until)];
    const { done, undone } = undoingOf(edits, alias);
    if (!this.done.length && !this.undone.length) this.undone = undone;
    this.done = [...done, ...this.done];
    this.theirs = [...edits.filter((one) => one.by !== alias), ...this.theirs].slice(-REMEMBERED);
  }

  follow(): () => void {
    const timer = setInterval(() => void this.look(), LOOK_EVERY);
    const leave = (): void => this.flushAll();
    const stay = (event: BeforeUnloadEvent): void => {
      if (this.sending.unsaved) event.preventDefault();
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("beforeunload", stay);
    return () => {
      clearInterval(timer);
      clearTimeout(this.checkSoon);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("beforeunload", stay);
      this.flushAll();
    };
  }

  /** The step that is open, or none. */
  get selected(): string | null {
    return this.opened?.includes(".") ? this.opened : null;
  }

  /** The step or the whole flow that is open. */
  get opened(): string | null {
    return router.place.page === "draft" ? (router.place.step ?? null) : null;
  }

  /** Open a step (`flow.step`), a whole flow, or nothing. */
  select(place: string | null): void {
    if (router.place.page !== "draft") return;
    const { step: _before, ...rest } = router.place;
    router.turn(place ? { ...rest, step: place } : rest);
  }

  /** Do this; whether it was done comes back. Several at once are one save, and one undo. */
  edit(...edits: Edit[]): Promise<boolean> {
    this.said = "";
    return this.push({ edits, way: "new" });
  }

  /** She types: what she sees changes at once, and is saved after a short pause. */
  type(edit: Edit): void {
    const field = this.typed.type(edit);
    clearTimeout(this.timers.get(field));
    this.timers.set(field, setTimeout(() => this.flush(field), PAUSE));
  }

  flush(field: string): void {
    clearTimeout(this.timers.get(field));
    this.timers.delete(field);
    const typing = this.typed.words[field];
    if (!typing || typing.failed) return;
    const { before, after, ...rest } = typing.edit;
    if ((before ?? "") === after) return this.typed.forget(field);
    // Nothing is written as nothing, not as an empty text.
    void this.push({ edits: [{ ...rest, before, after: after === "" ? null : after }], way: "new" });
  }

  flushAll(): void {
    for (const field of [...this.timers.keys()]) this.flush(field);
  }

  undo(): void {
    this.flushAll();
    const last = this.done.at(-1);
    if (!last || this.sending.busy) return;
    this.done = this.done.slice(0, -1);
    void this.push({ edits: [{ edit: "put", changes: inverse(last) }], way: "undo", undoes: last });
  }

  redo(): void {
    const last = this.undone.at(-1);
    if (!last || this.sending.busy) return;
    this.undone = this.undone.slice(0, -1);
    void this.push({ edits: [{ edit: "put", changes: last }], way: "redo", undoes: last });
  }

  /** She chooses later: her words stay where she typed them. What she only wanted to undo is left as it is. */
  later(): void {
    if (this.clash && this.clash.way !== "new") return this.resolve("theirs");
    [this.waiting, this.clash] = [this.clash, null];
  }

  chooseNow(): void {
    [this.clash, this.waiting] = [this.waiting, null];
  }

  /** Her words over theirs, or theirs over hers, where both changed the same. */
  resolve(keep: "yours" | "theirs"): void {
    const clash = this.clash;
    this.clash = null;
    if (!clash) return;
    for (const edit of clash.edits) this.typed.forget(fieldOf(edit));
    if (keep === "theirs") return;
    const changes = clash.conflicts.map(({ path, yours, theirs }) => ({
      path, ...(theirs === undefined ? {} : { before: theirs }), ...(yours === undefined ? {} : { after: yours }),
    }));
    void this.push({ edits: [{ edit: "put", changes }], way: "new" });
  }

  /** Files came in, as one save. Whether it can be undone as any other: what is too long for the house cannot. */
  brought(version: number, changes: Change[]): boolean {
    const back = JSON.stringify(changes).length < MOST_UNDONE;
    const all = changes.length ? [{ version, by: me.known?.staff.alias ?? "", at: "", changes }] : [];
    this.settle({ edits: [], way: "new", done: () => undefined }, version, all, back ? changes : []);
    if (!back) [this.done, this.undone] = [[], []];
    this.line = "saved";
    return back;
  }

  /** She published it: it is over, and as she wanted. */
  published(): void {
    this.line = "published";
    [this.done, this.undone, this.here] = [[], [], []];
  }

  async rename(name: string): Promise<void> {
    await post(`${this.path}/name`, { name });
    this.name = name;
  }

  /** How many people stand at each step of what runs, in fives. */
  private async count(): Promise<void> {
    if (!me.may("see_numbers")) return;
    const found = await get<{ steps: Record<string, { here: number }> }>("/editing/numbers").catch(() => ({ steps: {} }));
    const people = Object.fromEntries(Object.entries(found.steps ?? {}).map(([place, { here }]) => [place, here]));
    if (this.page) this.page = { ...this.page, people };
  }

  private push(batch: Omit<Batch, "done">): Promise<boolean> {
    return new Promise((done) => this.sending.push({ ...batch, done }));
  }

  private take(version: number, all: Edited[]): void {
    const fresh = all.filter((one) => one.version > this.version);
    this.content = fresh.reduce((content, one) => apply(content, one.changes), this.content);
    this.version = Math.max(version, this.version);
    this.theirs = [...this.theirs, ...fresh.filter((one) => one.by !== me.known?.staff.alias)].slice(-REMEMBERED);
    if (fresh.length) this.checkLater();
  }

  private settle(batch: Batch, version: number, all: Edited[], mine: Change[]): void {
    this.take(version, all);
    this.line = "saving";
    for (const edit of batch.edits) this.typed.saved(edit);
    if (batch.way === "new" && mine.length) [this.done, this.undone] = [[...this.done, mine], []];
    if (batch.way === "undo" && batch.undoes) this.undone = [...this.undone, batch.undoes];
    if (batch.way === "redo" && batch.undoes) this.done = [...this.done, batch.undoes];
  }

  private conflict(batch: Batch, conflicts: Conflict[]): void {
    // The very same words, sent once more after a lost answer, are no conflict.
    if (conflicts.every((one) => JSON.stringify(one.yours) === JSON.stringify(one.theirs))) {
      for (const edit of batch.edits) this.typed.saved(edit);
    } else {
      for (const edit of batch.edits) this.typed.fail(edit);
      this.clash = { edits: batch.edits, conflicts: conflicts.map((one) => (one.by ? one : { ...one, ...whose(one.path, this.theirs) })), way: batch.way };
    }
    void this.look();
  }

  private refuse(batch: Batch, code: string, about: Record<string, unknown>): void {
    this.said = refusalWords(code, about);
    for (const edit of batch.edits) this.typed.fail(edit);
  }

  private async look(): Promise<void> {
    if (document.hidden || this.sending.busy || this.over || !this.page) return;
    try {
      const news = await this.sending.since(this.version);
      if (news.folded) await this.fetch();
      else this.take(news.version, news.edits);
      [this.here, this.name] = [news.here ?? [], news.name ?? this.name];
    } catch (problem) {
      if (problem instanceof Refusal && problem.status === 404) this.line = "gone";
    }
  }

  private checkLater(after = CHECK_AFTER): void {
    clearTimeout(this.checkSoon);
    this.checkSoon = setTimeout(() => void this.check(), after);
  }

  private async check(): Promise<void> {
    if (this.checking) return void (this.again = true);
    this.checking = true;
    this.report = await post<Report>(`${this.path}/check`).catch((problem: unknown) => {
      // A colleague's newer check has taken its place.
      if (problem instanceof Refusal && problem.code === "superseded") this.again = true;
      return this.report;
    });
    this.checking = false;
    if (this.again) this.checkLater();
    this.again = false;
  }
}
