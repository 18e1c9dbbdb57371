// A talk that tries a draft, and what came of it, in types: as the server plays it anew from its first move each time.

export type Move =
  | { move: "press"; place: string; key: string }
  | { move: "say"; words: string }
  | { move: "media" }
  | { move: "refuse" }
  | { move: "wait"; minutes: number }
  | { move: "staffed"; teams: string[] }
  | { move: "jump"; place: string; facts: Record<string, string>; consents: string[] };

/** `open`: the lines that answer; null: as their hours say. `teams`: those of the house; null: its own. */
export interface Talk {
  language: string; at: string; staffed: string[]; open: string[] | null; teams: string[] | null; moves: Move[];
}
export interface Press { label: string; place: string | null; key: string | null }
/** `gone`: at which move it went from the chat, counted from 1; null while it stands there. */
export interface Bubble { by: "bot" | "contact"; text: string; buttons: Press[]; says: string[]; card: string | null; gone?: number | null }
export type Trouble = "no_button" | "no_step" | "failed";
export interface Exchange {
  move: Move; at: string; bubbles: Bubble[]; place: string | null; facts: Record<string, string>; consents: string[];
  effects: string[]; kept: string[]; holder: string | null; language: string; ended: boolean; trouble: Trouble | null;
}
/** Why a draft cannot be tried as it stands. */
export interface Problem { flow: string | null; step: string | null; field: string | null; message: string }
export interface Played { version: number | null; exchanges: Exchange[]; problems: Problem[] }

/** same: as it went; words: the same, said otherwise; changed: another way; broken: a move cannot be made any more. */
export type State = "same" | "words" | "changed" | "broken";
export interface Other { move: number; what: string; before: unknown; after: unknown }
export interface SavedTalk { id: string; name: string; by: string; at: string; talk: Talk; state: State | null; others: Other[] }
/** `lines`: of the directory, those with hours; `teams`: of this house. */
export interface SavedTalks { talks: SavedTalk[]; lines: string[]; teams: string[] }

const HELLO: Record<string, string> = { nl: "hallo", fr: "bonjour", en: "hello", de: "hallo" };

/** A new talk: she says hello, in her language. */
export const begun = (language: string, at: Date): Talk => ({
  language, at: at.toISOString(), staffed: [], open: null, teams: null, moves: [{ move: "say", words: HELLO[language] ?? "hello" }],
});

/** A talk as it came, with all that was left out because it is as usual. */
export const whole = (talk: Partial<Talk>, at: Date): Talk => ({ ...begun(talk.language ?? "en", at), moves: [], ...talk });
