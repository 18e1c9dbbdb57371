// Two tabs of one person on the same case: each keeps its own half-typed text, and offers it to the other when asked.

interface Said { from: string; staff: string; case: string; text?: string; asks?: boolean }
export interface Wire {
  postMessage(said: unknown): void;
  close(): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
}

/** Hears of the other tab's text; `offered` gets "" when there is none any more. Nothing is written down anywhere. */
export class Sharing {
  private text = "";

  constructor(
    private readonly me: { tab: string; staff: string; case: string },
    private readonly offered: (text: string) => void,
    private readonly wire: Wire = new BroadcastChannel("haven.drafts"),
  ) {
    wire.onmessage = (event) => this.hear(event.data as Said);
    this.say({ asks: true });
  }

  /** What stands here now. */
  tell(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.say({ text });
  }

  close(): void {
    this.tell("");
    this.wire.close();
  }

  private say(what: Partial<Said>): void {
    this.wire.postMessage({ from: this.me.tab, staff: this.me.staff, case: this.me.case, ...what });
  }

  private hear(said: Said): void {
    if (said.from === this.me.tab || said.staff !== this.me.staff || said.case !== this.me.case) return;
    if (said.text !== undefined) this.offered(said.text);
    if (said.asks && this.text) this.say({ text: this.text });
  }
}
