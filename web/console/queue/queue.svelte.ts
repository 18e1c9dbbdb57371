// The cases this console knows: fetched page by page, then kept up to date by the live news.
import { SvelteMap } from "svelte/reactivity";
import { get, query } from "../api";
import type { Colleague, Counts, News, QueueAsk, QueuePage, Row } from "../contract";
import { me } from "../me.svelte";
import { before, fits, matches, recounted, wholeNumber } from "./order";

const NOTHING: Counts = { waiting: 0, mine: 0, held: 0, urgent: 0 };
const RECOUNT = 15_000;

class Queue {
  private readonly known = new SvelteMap<string, Row>();
  private readonly seqs = new Map<string, number>();
  private recount: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private hasBegun: () => void = () => undefined;
  /** Once the first page is here, or could not be had. */
  readonly begun = new Promise<void>((done) => (this.hasBegun = done));
  ask = $state<QueueAsk>({});
  /** What stands in the search field: part of a number looks through what is here, a whole one is asked for. */
  typed = $state("");
  counts = $state<Counts>(NOTHING);
  total = $state(0);
  next = $state<string | null>(null);
  state = $state<"loading" | "ready" | "trouble">("loading");
  /** What the filter shows, in order. */
  rows = $derived(
    [...this.known.values()]
      .filter((row) => matches(row, this.ask, me.id) && fits(row.number, this.typed))
      .sort(before),
  );

  /** A case as the console last heard of it. */
  row(id: string): Row | undefined {
    return this.known.get(id);
  }

  /** Fetch from the beginning. Returns up to which news this is. */
  async load(): Promise<number> {
    const turn = ++this.asked;
    try {
      const page = await get<QueuePage>(`/queue${query(this.ask)}`);
      if (turn !== this.asked) return 0;
      this.known.clear();
      this.seqs.clear();
      this.take(page);
      this.state = "ready";
      return page.seq;
    } catch (problem) {
      if (turn === this.asked && this.state === "loading") this.state = "trouble";
      throw problem;
    } finally {
      this.hasBegun();
    }
  }

  /** The next page beneath what is there. */
  async more(): Promise<void> {
    if (!this.next) return;
    this.take(await get<QueuePage>(`/queue${query({ ...this.ask, after: this.next })}`));
  }

  /** Look at the queue through another filter. */
  async filter(change: QueueAsk): Promise<void> {
    this.ask = { ...this.ask, ...change };
    this.state = "loading";
    await this.load();
  }

  /** Look for a case number as it is being typed. */
  async search(typed: string): Promise<void> {
    this.typed = typed;
    const number = wholeNumber(typed) ?? undefined;
    if (number !== this.ask.number) await this.filter({ number });
  }

  /** Without any filter. */
  async clear(): Promise<void> {
    this.ask = {};
    this.typed = "";
    await this.filter({}).catch(() => undefined);
  }

  private take(page: QueuePage): void {
    for (const row of page.rows) this.put(row, page.seq);
    this.counts = page.counts;
    this.total = page.total;
    this.next = page.next;
  }

  /** A case as of this news; older word about it is not listened to. */
  private put(row: Row, seq: number): void {
    if (seq < (this.seqs.get(row.id) ?? 0)) return;
    this.seqs.set(row.id, seq);
    this.known.set(row.id, row);
  }

  /** As `put`, and it is counted at once where it is known what it was before. */
  private change(row: Row, seq: number): void {
    const old = this.known.get(row.id);
    if (old || this.complete) this.counts = recounted(this.counts, old, row, me.id);
    if (old || this.belongs(row)) this.put(row, seq);
  }

  /** Whether every open case of hers is here. */
  private get complete(): boolean {
    return !this.next && Object.values(this.ask).every((value) => !value);
  }

  /** What an answer to an action says about a case: as new as the newest known. */
  renew(row: Row): void {
    this.change(row, this.seqs.get(row.id) ?? 0);
    this.countAgain();
  }

  /** News of the stream. */
  hear(news: News): void {
    for (const row of news.rows) this.change(row, news.seq);
    for (const id of news.gone) {
      this.counts = recounted(this.counts, this.known.get(id), undefined, me.id);
      this.known.delete(id);
    }
    if (news.rows.length || news.gone.length) this.countAgain();
  }

  /** Who looks at which case now. */
  lookedAt(looking: Record<string, Colleague[]>): void {
    for (const row of this.known.values()) {
      const now = looking[row.id] ?? [];
      if (now.length || row.looking.length) this.known.set(row.id, { ...row, looking: now });
    }
  }

  /** Her words were read here. */
  read(id: string): void {
    const row = this.known.get(id);
    if (row) this.known.set(id, { ...row, unseen: 0 });
  }

  /** Beneath the last page that was fetched a case is not squeezed in: it comes with its page. So does what ends soon. */
  private belongs(row: Row): boolean {
    if (this.ask.ends) return false;
    const last = this.rows.at(-1);
    return !this.next || !last || before(row, last) < 0;
  }

  /** The server counts what this page does not know, soon after the news but not with each piece of it. */
  private countAgain(): void {
    this.recount ??= setTimeout(() => {
      this.recount = undefined;
      const asked = this.asked;
      get<QueuePage>(`/queue${query(this.ask)}`).then(
        (page) => {
          if (asked !== this.asked) return;
          for (const row of page.rows) this.put(row, page.seq);
          this.counts = page.counts;
          this.total = page.total;
        },
        () => undefined,
      );
    }, 1_000 + Math.random() * RECOUNT);
  }
}

export const queue = new Queue();
