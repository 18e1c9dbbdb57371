// What the console's server says and takes, in types. The shapes are made from the server's own description of itself
// (openapi.d.ts, at every check); here they get their names, and codes the values they can have. Times are ISO 8601 in UTC.
import type { components } from "./openapi";

type Server = components["schemas"];
/** A shape of the server, with some of its fields known more closely. A field the server does not have is an error. */
type Closer<Shape, Fields extends { [Key in keyof Fields]: Key extends keyof Shape ? Shape[Key] : never }> =
  Omit<Shape, keyof Fields> & Fields;

export type Language = "nl" | "fr" | "en";
export type Urgency = "none" | "urgent" | "crisis" | "danger";
export type HolderKind = "bot" | "queue" | "staff";
export type Fate =
  | "queued" | "trying" | "sent" | "ambiguous" | "refused" | "blocked" | "withdrawn" | "deleted" | "kept_back" | "none";
export type Outcome = Server["Close"]["outcome"];
export type SafeTime = Server["SetSafeTime"]["when"];
export type Reason = NonNullable<Server["Opening"]["reason"]>;
/** Why a case is kept beyond its time; why it is erased; for how many hours a chat is shut out. */
export type KeptFor = NonNullable<Server["Keep"]["reason"]>;
export type ErasedFor = Server["Erase"]["reason"];
export type Hours = Server["Block"]["hours"];

export type Team = Server["Team"];
/** One of the staff, as colleagues see her. */
export type Colleague = Server["Someone"];
export type Me = Closer<Server["Me"], { outcomes: Outcome[]; safe_times: SafeTime[]; reasons: Reason[] }>;

export interface Holding { kind: HolderKind; staff: string | null; alias: string | null; since: string | null }
export type Row = Closer<Server["Row"], { urgency: Urgency; state: "open" | "closed"; holder: Holding }>;
export type Counts = Server["Counts"];
export type QueuePage = Closer<Server["Queue"], { rows: Row[]; next: string | null }>;
export interface QueueAsk {
  team?: string; holder?: "mine" | "waiting" | "held" | "bot"; language?: string; urgency?: string; route?: string;
  state?: "open" | "closed"; ends?: "soon" | "kept"; number?: string; after?: string;
}

export type Line = Closer<Server["Line"], { by: "contact" | "bot" | "staff"; fate: Fate }>;
export type Fact = Server["Fact"];
export type Custody = Server["Custody"];
export type Item = Closer<Server["Item"], { state: string; given_at: string }>;
/** The same picture or file in other cases: how sure it is, and how the other picture lies. */
export type Sure = "same_file" | "almost_surely" | "probably";
export type Turn =
  | "upright" | "mirrored" | "mirrored_down" | "upside_down" | "turned_left" | "turned_right" | "mirrored_left" | "mirrored_right";
export type Hit = Closer<Server["Hit"], { sure: Sure; turn: Turn }>;
export type Found = Closer<Server["Found"], { hits: Hit[] }>;
export type Matched = Closer<Server["Matched"], { found: Found[] }>;
export type Happening = Closer<Server["Happening"], { about: Record<string, string | number> }>;
export type Note = Server["Note"];
export type CasePage = Closer<
  Server["Page"],
  { row: Row; lines: Line[]; items: Item[]; history: Happening[]; may: Verb[]; safe_time: SafeTime | null }
>;
export type Reply = Server["Reply-Output"];

/** An action on a case. The `id` of words is made in the browser: the same one twice does nothing the second time. */
export type Action =
  | Server["TakeOver"]
  | Server["Reply-Input"]
  | Server["HandBack"]
  | Server["Transfer"]
  | Server["Release"]
  | Server["Close"]
  | Server["Reopen"]
  | Server["WriteNote"]
  | Server["Urgent"]
  | Server["SetSafeTime"]
  | Server["Minor"]
  | Server["Block"]
  | Server["Keep"]
  | Server["Erase"];
export type Verb = Action["verb"];
export type Acted = Closer<Server["Done"], { row: Row | null }>;

export type AuditEvent = Closer<Server["AuditEvent"], { about: Record<string, string | number> }>;
export type Audit = Closer<Server["Audit"], { rows: AuditEvent[] }>;
export interface AuditAsk {
  kind?: string; staff?: string; since?: string; until?: string; number?: string; case?: string; before?: number;
}

export type StaffMember = Server["Member"];
export type SignIn = Server["SignIn"];
export type Passkey = Server["Passkey"];
export type Heard = Server["Heard"];

// What the live line says is no part of that description.
export interface News { seq: number; rows: Row[]; gone: string[]; cases: { id: string; kinds: string[] }[] }
export interface Here {
  looking: Record<string, Colleague[]>;
  present: { id: string; alias: string; available: boolean }[];
}
export interface Hello { seq: number; version: string }
