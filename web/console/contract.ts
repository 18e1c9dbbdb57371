// What the console's server says and takes, in types. Times are ISO 8601 in UTC.

export type Language = "nl" | "fr" | "en";
export type Urgency = "none" | "urgent" | "crisis" | "danger";
export type HolderKind = "bot" | "queue" | "staff";
export type Fate =
  | "queued" | "trying" | "sent" | "ambiguous" | "refused" | "blocked" | "withdrawn" | "deleted" | "kept_back" | "none";
export type Verb =
  | "take_over" | "reply" | "hand_back" | "transfer" | "release" | "close" | "reopen" | "note" | "urgent" | "safe_time"
  | "minor";
export type Outcome = "helped" | "referred" | "no_answer" | "her_wish" | "duplicate" | "misuse";
export type SafeTime = "anytime" | "morning" | "afternoon" | "evening" | "not_first";
export type Reason = "taking_over" | "asked" | "supervision" | "quality" | "safety";

export interface Team { key: string; name: string }
export interface Colleague { id: string; alias: string }
export interface Me {
  staff: {
    id: string; login: string; alias: string; roles: string[]; permissions: string[]; teams: string[];
    languages: string[];
  };
  language: string;
  operator: string;
  teams: Team[];
  exposures: number;
  stepped_up_until: string | null;
  available: boolean;
  demo: boolean;
  outcomes: Outcome[];
  safe_times: SafeTime[];
  reasons: Reason[];
}

export interface Row {
  id: string;
  number: string;
  team: string | null;
  language: string;
  urgency: Urgency;
  route: string;
  state: "open" | "closed";
  holder: { kind: HolderKind; staff: string | null; alias: string | null; since: string | null };
  waiting_since: string | null;
  opened_at: string;
  wrote_at: string | null;
  wrote: number;
  unseen: number;
  looking: Colleague[];
  answer_by: string | null;
  numbers_by: string | null;
  locked: boolean;
  outcome: string | null;
}
export interface Counts { waiting: number; mine: number; held: number; urgent: number }
export interface QueuePage { rows: Row[]; total: number; counts: Counts; next: string | null; seq: number }
export interface QueueAsk {
  team?: string; holder?: "mine" | "waiting" | "held" | "bot"; language?: string; urgency?: string; route?: string;
  state?: "open" | "closed"; number?: string; after?: string;
}

export interface Line {
  id: string; by: "contact" | "bot" | "staff"; staff: string | null; alias: string | null; text: string; at: string;
  fate: Fate; hard: boolean;
}
export interface Fact { key: string; value: string; label: string }
export interface ConsentGiven {
  id: string; scope: string; text: string; language: string; given_at: string; withdrawn_at: string | null;
}
export interface Custody { act: string; alias: string | null; at: string }
export interface Item {
  id: string; kind: string; platform: string | null; shown: string; state: string; algorithm: string | null;
  quality: string | number | null; label: string | null; given_at: string; custody: Custody[];
}
export interface Happening {
  seq: number | null; kind: string; at: string; alias: string | null; about: Record<string, string | number>;
}
export interface Note { id: string; alias: string | null; text: string; at: string }
export interface CasePage {
  row: Row;
  lines: Line[];
  facts: Fact[];
  words: { key: string; text: string }[];
  consents: ConsentGiven[];
  items: Item[];
  history: Happening[];
  notes: Note[];
  safe_time: SafeTime | null;
  kept_back: number;
  may: Verb[];
  handback: string[];
  colleagues: { id: string; alias: string; teams: string[] }[];
  teams: Team[];
}
export interface Reply { key: string; title: string; text: string }

/** An action on a case. `id` is made in the browser: the same one twice does nothing the second time. */
export type Action =
  | { verb: "take_over" }
  | { verb: "reply"; id: string; text: string }
  | { verb: "hand_back"; to: string }
  | { verb: "transfer"; staff: string | null; team: string | null; note: string }
  | { verb: "release" }
  | { verb: "close"; outcome: Outcome }
  | { verb: "reopen" }
  | { verb: "note"; id: string; text: string }
  | { verb: "urgent"; on: boolean }
  | { verb: "safe_time"; when: SafeTime }
  | { verb: "minor" };
export interface Acted { row: Row | null; fresh: boolean }

export interface News { seq: number; rows: Row[]; gone: string[]; cases: { id: string; kinds: string[] }[] }
export interface Here {
  looking: Record<string, Colleague[]>;
  present: { id: string; alias: string; available: boolean }[];
}
export interface Hello { seq: number; version: string }

export interface StaffMember {
  id: string; login: string; alias: string; roles: string[]; teams: string[]; languages: string[]; active: boolean;
}
export interface SignIn {
  id: string; began_at: string; used_at: string; current: boolean;
}
export interface Passkey { id: string; label: string; added_at: string; used_at: string | null }
