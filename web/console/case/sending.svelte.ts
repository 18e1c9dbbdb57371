// Replies on their way to the server: shown at once, sent in order, each with an id of its own so that it is sent once.
import { postOnce, Refusal } from "../api";
import type { Acted, Line } from "../contract";
import { newId } from "./ids";
import { inWords } from "./refusals";

/** `unknown`: no answer came, so whether it was sent is not known; sending the same again is safe. */
export interface Waiting { id: string; text: string; at: string; state: "sending" | "unknown" | "refused"; why: string }
export type Post = (body: { verb: "reply"; id: string; text: string }) => Promise<Acted>;
export interface Kept { read(): string; keep(text: string): void }

const FRESH = 2 * 60_000;
/** So long after a try that nobody answered, the same is tried again. */
const KNOCK = 8_000;

export class Sending {
  waiting = $state<Waiting[]>([]);
  private busy = false;
  private knocking: ReturnType<typeof setTimeout> | undefined;
  private over = false;
  private readonly sent = new Set<string>();
  private readonly old = new Set<string>();

  constructor(
    private readonly post: Post,
    private readonly kept: Kept,
    private readonly done: (acted: Acted) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.waiting = this.restored();
    void this.drain();
  }

  send(text: string): string {
    const id = newId();
    this.waiting.push({ id, text, at: new Date(this.now()).toISOString(), state: "sending", why: "" });
    this.remember();
    void this.drain();
    return id;
  }

  /** Try what did not get through once more, under the same ids. */
  again(): Promise<void> {
    this.old.clear();
    return this.resume();
  }

  /** The line is good again: what was on its way goes out. What is older than this page waits for her word. */
  resume(): Promise<void> {
    for (const one of this.waiting) if (one.state === "unknown" && !this.old.has(one.id)) one.state = "sending";
    return this.drain();
  }

  /** The page is left: what is on its way is kept, and goes on when the case is opened again. */
  stop(): void {
    this.over = true;
    clearTimeout(this.knocking);
  }

  /** Take a text that was refused out of the list; it was not sent. */
  takeBack(id: string): string {
    const text = this.waiting.find((one) => one.id === id)?.text ?? "";
    this.drop(id);
    return text;
  }

  /** What the transcript shows by now is no longer on its way. */
  arrived(lines: readonly Line[]): void {
    const there = new Set(lines.map((line) => line.id));
    for (const one of [...this.waiting]) if (there.has(one.id)) this.drop(one.id);
  }

  /** One after the other: while one is not known to be sent, the next does not overtake it. */
  private async drain(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.next(); next; next = this.next()) await this.sendOne(next);
    } finally {
      this.busy = false;
    }
  }

  private next(): Waiting | undefined {
    const first = this.waiting.find((one) => one.state !== "refused" && !this.sent.has(one.id));
    return first?.state === "sending" ? first : undefined;
  }

  private async sendOne(one: Waiting): Promise<void> {
    try {
      const acted = await this.post({ verb: "reply", id: one.id, text: one.text });
      this.sent.add(one.id);
      this.done(acted);
    } catch (problem) {
      const known = problem instanceof Refusal && problem.status < 500;
      const now = this.waiting.find((other) => other.id === one.id);
      if (now) [now.state, now.why] = known ? ["refused", inWords(problem)] : ["unknown", ""];
      if (!known && !this.over) this.knocking ??= setTimeout(() => void this.knock(), KNOCK);
    }
    this.remember();
  }

  /** What nobody answered is tried again by itself, without a stir on the page until somebody does. */
  private async knock(): Promise<void> {
    this.knocking = undefined;
    const first = this.waiting.find((one) => one.state !== "refused" && !this.sent.has(one.id));
    if (this.busy || first?.state !== "unknown" || this.old.has(first.id)) return;
    this.busy = true;
    await this.sendOne(first);
    this.busy = false;
    if (this.sent.has(first.id)) await this.resume();
  }

  private drop(id: string): void {
    this.waiting = this.waiting.filter((one) => one.id !== id);
    this.remember();
  }

  private remember(): void {
    const open = this.waiting.filter((one) => !this.sent.has(one.id));
    this.kept.keep(open.length ? JSON.stringify(open) : "");
  }

  /** After a reload: what was being sent a moment ago goes out again, what is older waits for her word. */
  private restored(): Waiting[] {
    try {
      const all = JSON.parse(this.kept.read() || "[]") as Waiting[];
      const restored = all.map((one) => (one.state !== "sending" || this.isFresh(one) ? one : { ...one, state: "unknown" as const }));
      for (const one of restored) if (one.state === "unknown") this.old.add(one.id);
      return restored;
    } catch {
      return [];
    }
  }

  private isFresh(one: Waiting): boolean {
    return this.now() - new Date(one.at).getTime() < FRESH;
  }
}

/** Replies of this case go to its one route. */
export const replyTo = (path: string): Post => (body) => postOnce<Acted>(path, body);
