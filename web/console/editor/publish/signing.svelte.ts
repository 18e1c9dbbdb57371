// A draft before it goes to work, of whatever kind: what stands in its way, who has to look at it, and what she does.

import { get, post, Refusal } from "../../api";
import type { components } from "../../openapi";
import { t } from "../../words";
import type { OpenDraft } from "../draft.svelte";
import { kept, type Note } from "./kept.svelte";
import { refusedWords } from "./reasons";

type Page = components["schemas"]["PublishingPage"];
/** Milliseconds it may take to look at everything, before publishing and with it. */
const PATIENCE = 60_000;

export class Signing {
  page = $state.raw<Page | null>(null);
  trouble = $state("");
  busy = $state(false);
  /** The number it became. */
  done = $state<number | null>(null);
  readonly note: Note;
  /** Somebody else has asked, she herself has, a second person has to look. */
  readonly agrees = $derived(Boolean(this.page?.asked && !this.page.asked.mine));
  readonly asks = $derived(Boolean(this.page?.asked?.mine));
  readonly needs = $derived(this.page?.refusal === "second_needed");

  constructor(private readonly draft: OpenDraft) {
    this.note = kept(draft.id);
    // What is looked at is what is saved: a change, by whoever, is looked at anew.
    $effect(() => {
      if (draft.version && this.done === null) void this.load();
    });
  }

  async load(): Promise<void> {
    this.trouble = "";
    this.page = await get<Page>(`${this.draft.path}/publishing`, PATIENCE).catch(() => {
      this.trouble = t("That did not work. Try again in a moment.");
      return this.page;
    });
  }

  /** Ask, or publish: whatever it is her turn to do. */
  go = (): Promise<void> => this.act(this.needs ? "ask" : "publish", { version: this.page?.version, note: this.note.words });
  unask = (): Promise<void> => this.act("unask", {});

  private async act(path: string, body: object): Promise<void> {
    [this.busy, this.trouble] = [true, ""];
    try {
      const made = await post<{ number?: number }>(`${this.draft.path}/${path}`, body, PATIENCE);
      if (path === "publish") {
        this.note.forget();
        this.done = made.number ?? null;
        this.draft.published();
      } else await this.load();
    } catch (problem) {
      if (problem instanceof Refusal && problem.code === "step_up") return; // she shows who she is, and comes back here
      if (problem instanceof Refusal) await this.load();
      this.trouble = problem instanceof Refusal ? refusedWords(problem.code, problem.about) : t("That did not work. Try again in a moment.");
    } finally {
      this.busy = false;
    }
  }
}
