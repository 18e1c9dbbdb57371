// The live line of this console, and what is done with each piece of news.
import { forgetCase } from "./case/drafts";
import { matching } from "./case/matching.svelte";
import { leaveFor } from "./return_path";
import type { Hello, Here, News } from "./contract";
import { Live, type Link } from "./live";
import { me } from "./me.svelte";
import { opened } from "./opened.svelte";
import { queue } from "./queue/queue.svelte";
import { attend } from "./queue/attention.svelte";

class Connection {
  link = $state<Link>("connecting");
  since = $state(Date.now());
  /** From when to when nothing was heard; shown until she has seen it. */
  missed = $state<{ from: number; until: number } | null>(null);
  /** Haven was renewed since this page was loaded. */
  renewed = $state(false);
  present = $state.raw<Here["present"]>([]);
  private live: Live | null = null;
  private version = "";
  private lost = 0;

  async begin(): Promise<void> {
    const seq = await queue.load().catch(() => 0);
    this.live = new Live(this, seq);
    this.live.start();
    window.addEventListener("online", () => this.live?.wake());
    window.addEventListener("offline", () => this.live?.drop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.live?.look();
    });
    window.addEventListener("pagehide", () => this.live?.stop());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  }

  heard(kind: string, data: unknown): void {
    if (kind === "hello") this.greet(data as Hello);
    if (kind === "news") this.news(data as News);
    if (kind === "here") this.here(data as Here);
    if (kind === "reset") void this.afresh();
  }

  signedOut(): void {
    leaveFor("/console/sign-in");
  }

  linked(link: Link, since: number): void {
    if (link === "offline") this.lost ||= since;
    if (link === "live" && this.lost) {
      this.missed = { from: this.lost, until: since };
      this.lost = 0;
      void opened.refresh();
    }
    [this.link, this.since] = [link, since];
  }

  private greet(hello: Hello): void {
    this.renewed ||= this.version !== "" && this.version !== hello.version;
    this.version = hello.version;
  }

  private news(news: News): void {
    me.look(); // what has just happened is not half a minute old
    attend(news, (id) => queue.row(id));
    queue.hear(news);
    for (const id of news.gone) forgetCase(id);
    matching.forget(news.gone);
    const ours = news.cases.some((one) => one.id === opened.id) || news.gone.includes(opened.id);
    if (ours) void opened.refresh();
  }

  private here(here: Here): void {
    queue.lookedAt(here.looking);
    this.present = here.present;
  }

  /** Too far behind to catch up piece by piece: everything is fetched anew, and asked for until it is here. */
  private async afresh(): Promise<void> {
    try {
      this.live?.caughtUp(await queue.load());
      await opened.refresh();
    } catch {
      setTimeout(() => void this.afresh(), 3_000);
    }
  }
}

export const connection = new Connection();
