// Live news from the server: one open stream, taken up again where it stopped after sleep, a lost line or a restart.
import { readEvents } from "./stream";

export type Link = "connecting" | "live" | "catching_up" | "offline";

export interface Listener {
  /** An event of the stream, its data still to be read by who knows its kind. */
  heard(kind: string, data: unknown): void;
  /** How the line stands, and since when. */
  linked(link: Link, since: number): void;
  /** The server says she is signed out. */
  signedOut(): void;
}

/** What the browser gives; tests give their own. */
export interface Surroundings {
  fetch: typeof fetch;
  now(): number;
  chance(): number;
}

const SILENCE = 40_000; // the server says something every 15 seconds
const PAUSES = [300, 1_000, 2_000, 5_000, 10_000];

export class Live {
  private seq: number;
  private behind = 0; // news up to this number is still to come
  private failures = 0;
  private closing: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private spoke = 0;
  private since: number;
  private state: Link = "connecting";
  private over = false;

  constructor(private readonly listener: Listener, seq: number, private readonly around: Surroundings = browser()) {
    this.seq = seq;
    this.since = around.now();
  }

  start(): void {
    void this.connect();
    this.watch = setInterval(() => this.look(), 5_000);
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
    clearInterval(this.watch);
    this.closing?.abort();
  }

  /** The line may be good again, or dead without having said so: try at once. */
  wake(): void {
    if (this.over) return;
    clearTimeout(this.timer);
    this.failures = 0;
    this.closing?.abort();
    void this.connect();
  }

  /** The browser says that there is no network. What it keeps open would bring nothing, and say nothing of it for long. */
  drop(): void {
    this.closing?.abort();
  }

  /** Everything up to here was fetched by other means. */
  caughtUp(seq: number): void {
    this.seq = Math.max(this.seq, seq);
    if (this.state === "catching_up" && this.seq >= this.behind) this.become("live");
  }

  /** A line that has been silent too long is taken for dead: a laptop that slept is never told that it is. */
  look(): void {
    if (this.closing && this.around.now() - this.spoke > SILENCE) this.wake();
  }

  private async connect(): Promise<void> {
    const closing = new AbortController();
    this.closing = closing;
    this.spoke = this.around.now();
    try {
      await this.listen(closing.signal);
    } catch {
      // Whatever broke the line, the answer is the same: try again.
    }
    if (this.over || this.closing !== closing) return;
    this.closing = null;
    if (this.state !== "offline") this.become("offline");
    const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)] ?? 10_000;
    // Two hundred consoles that lost the same server do not come back in the same moment.
    this.timer = setTimeout(() => void this.connect(), pause * (0.5 + this.around.chance()));
  }

  private async listen(signal: AbortSignal): Promise<void> {
    const headers = { Accept: "text/event-stream", "Last-Event-ID": String(this.seq) };
    const answer = await this.around.fetch("/console/api/live", { headers, signal, cache: "no-store" });
    if (answer.status === 401) {
      this.stop();
      this.listener.signedOut();
      return;
    }
    if (!answer.ok || !answer.body) return;
    const told = (): void => void (this.spoke = this.around.now());
    for await (const event of readEvents(answer.body, told)) {
      if (signal.aborted) return;
      if (event.kind === "bye") return void (this.failures = 0);
      this.take(event.kind, JSON.parse(event.data));
    }
  }

  private take(kind: string, data: { seq?: number }): void {
    if (kind === "hello") {
      this.failures = 0;
      this.behind = data.seq ?? 0;
      this.become(this.behind > this.seq ? "catching_up" : "live");
    }
    this.listener.heard(kind, data);
    if (kind === "news" && data.seq !== undefined) this.caughtUp(data.seq);
  }

  private become(state: Link): void {
    if (state === this.state) return;
    this.state = state;
    this.since = this.around.now();
    this.listener.linked(state, this.since);
  }
}

function browser(): Surroundings {
  return { fetch: (...asked) => fetch(...asked), now: Date.now, chance: Math.random };
}
