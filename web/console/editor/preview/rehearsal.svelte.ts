// The talk that is tried: each move is added, and the whole of it is played anew by the server, in the draft as it is.
import { part, post, Refusal } from "../../api";
import { language } from "../../words";
import type { OpenDraft } from "../draft.svelte";
import { begun, whole, type Move, type Played, type SavedTalk, type Talk } from "./talks";

/** One for each draft that is open, so that a talk goes on where it was when she looks at it again. */
const held = new WeakMap<OpenDraft, Rehearsal>();
export function rehearsalOf(draft: OpenDraft): Rehearsal {
  const found = held.get(draft) ?? new Rehearsal(draft);
  held.set(draft, found);
  return found;
}

const NOTHING: Played = { version: null, exchanges: [], problems: [] };

export class Rehearsal {
  talk = $state.raw<Talk>(begun("en", new Date()));
  played = $state.raw<Played | null>(null);
  busy = $state(false);
  /** No answer came: what is shown may not be what the draft says now. */
  away = $state(false);
  /** The promise that is broken where this talk ends, in words; empty for a talk of her own. */
  broken = $state("");
  /** The saved talk that was opened, so that it can be saved in its place. */
  opened = $state.raw<SavedTalk | null>(null);
  private asked = 0;

  constructor(readonly draft: OpenDraft) {
    this.talk = begun(this.spoken(language()), new Date());
  }

  /** Play it from the first move; `again`: nobody did anything, the draft has changed. An answer that a newer question has overtaken is not shown. */
  async play(again = false): Promise<void> {
    const mine = ++this.asked;
    this.busy = true;
    try {
      const played = await post<Played>("/editing/play", { draft: this.draft.id, talk: this.talk, again });
      if (mine === this.asked) [this.played, this.away] = [{ ...NOTHING, ...played }, false];
    } catch {
      if (mine === this.asked) this.away = true;
    } finally {
      if (mine === this.asked) this.busy = false;
    }
  }

  /** She does this next. */
  do(...moves: Move[]): void {
    this.hold({ ...this.talk, moves: [...this.talk.moves, ...moves] });
  }

  undo(): void {
    this.hold({ ...this.talk, moves: this.talk.moves.slice(0, -1) });
  }

  restart(): void {
    const { moves } = begun(this.talk.language, new Date());
    this.opened = null;
    this.hold({ ...this.talk, moves });
  }

  /** The same moves in another house, at another time. */
  set(change: Partial<Omit<Talk, "moves">>): void {
    this.hold({ ...this.talk, ...change });
  }

  jump(place: string, facts: Record<string, string>, consents: string[]): void {
    this.opened = null;
    this.hold({ ...this.talk, moves: [{ move: "jump", place, facts, consents }] });
  }

  /** A talk that somebody else thought of: the one that breaks a promise, or a saved one. */
  show(talk: Partial<Talk>, broken = "", opened: SavedTalk | null = null): void {
    this.opened = opened;
    this.hold(whole(talk, new Date()));
    this.broken = broken;
  }

  /** Save it as a test, in the place of the one that was opened where she wants that. Whether it was comes back. */
  async save(name: string, instead: boolean): Promise<"" | "trouble" | "too_many" | "away"> {
    const id = instead && this.opened ? { id: this.opened.id } : {};
    try {
      await post("/editing/talks", { draft: this.draft.id, name, talk: this.talk, ...id });
      return "";
    } catch (problem) {
      const why = problem instanceof Refusal ? problem.about["why"] : "";
      return why === "trouble" || why === "too_many" ? why : "away";
    }
  }

  accept = (talk: SavedTalk): Promise<unknown> => post(`/editing/talks/${part(talk.id)}/accept`, { draft: this.draft.id });
  remove = (talk: SavedTalk): Promise<unknown> => post(`/editing/talks/${part(talk.id)}/remove`);

  private hold(talk: Talk): void {
    [this.talk, this.broken] = [talk, ""];
    void this.play();
  }

  private spoken(wanted: string): string {
    const spoken = this.draft.content.languages;
    return spoken.includes(wanted) ? wanted : (spoken[0] ?? "en");
  }
}
