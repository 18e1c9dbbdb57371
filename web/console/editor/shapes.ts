// What the server says about drafts and takes as edits, in types.

/** The language the flows are written in; the others are translated from it. */
export const SOURCE = "en";
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };
export interface Choice { key: string; label?: string; go?: string; [field: string]: Plain | undefined }
export interface Step { type: string; note?: string; [field: string]: Plain | undefined }
export interface Flow { flow: string; start: string; note?: string; steps: Record<string, Step> }
/** What a draft says; it may be broken, so whoever reads it looks twice. `made_from`: the English a translation was made
 * from, where that English has changed since. */
export interface Content {
  languages: string[];
  flows: Record<string, Flow>;
  translations: Record<string, Record<string, string>>;
  made_from?: Record<string, Record<string, string>>;
}

/** What every draft has, also one of the directory, which holds no flows. */
export const EMPTY: Content = { languages: [SOURCE], flows: {}, translations: {} };

/** One leaf that differs; without `before` it was not there, without `after` it is gone. */
export interface Change { path: string[]; before?: Plain; after?: Plain }
/** What an editor does. The server carries it out on the newest content. */
export interface Edit { edit: string; [field: string]: unknown }
export interface Edited { version: number; by: string; at: string; changes: Change[] }
export interface Someone { id: string; alias: string }
export interface Conflict { path: string[]; before?: Plain; yours?: Plain; theirs?: Plain; by?: string | null; at?: string | null }

export interface Talk {
  language?: string; at: string; staffed?: string[]; open?: string[] | null; teams?: string[] | null; moves?: Record<string, unknown>[];
}
export interface Issue {
  level: "error" | "warning"; flow: string | null; step: string | null; field?: string | null; language?: string | null;
  message: string; code?: string;
}
/** A promise that is broken, with the shortest conversation that breaks it. */
export interface Broken { promise: string; flow: string | null; step: string | null; message: string; conversation: string[]; talk: Talk | null }
export interface TalkResult { id: string; name: string; passed: boolean }
export interface Report { issues: Issue[]; refuted: Broken[]; talks: TalkResult[]; milliseconds: number }

export interface DraftPage {
  id: string; kind?: "flows" | "directory"; name: string; version: number; content: Content; based_on: number | null; by: string; changed_at: string;
  here?: Someone[]; entries?: { key: string; name: string }[];
  /** How many people are just now at a step of what runs, in fives; asked for apart. */
  people?: Record<string, number>;
  asked?: { version: number; by: string; at: string; note: string } | null;
}
/** A new draft; `clashes`: where what Haven ships now and this house changed the same, with the house's own as `yours`. */
export interface Begun extends DraftPage { clashes?: Conflict[] }
/** `folded`: what happened since is not kept one by one any more; all of it is to be fetched anew. */
export interface Saved { version: number; changes: Change[]; folded?: boolean }
export interface News { version: number; name?: string; edits: Edited[]; here?: Someone[]; folded?: boolean }

/** A field of a step, as a form shows it: `kind` says what stands in it, `fields` what lies within. */
export interface Field {
  name: string; kind: string; required?: boolean; many?: boolean; fields?: Field[]; options?: string[]; of?: Record<string, string[]>;
  holds?: string[]; longest?: number; most?: number; least?: number; from?: number; to?: number; default?: Plain;
}
export interface Shape { title: string; for?: string; fields: Field[] }
export type Shapes = Record<string, Shape>;
