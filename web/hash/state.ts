// What the page knows at a moment, and which of its parts are seen then.
import type { Advice, Made } from "./messages";

/** What the page as a whole does. All but `ready` stand alone on it. */
export type Scene =
  | "opening" // the secret is being exchanged
  | "ready"
  | "no_secret" // opened without one
  | "not_good" // spent, too old, or none of this house
  | "shut_out" // nobody answered, or too much to do: it can be tried again
  | "not_now" // the gate was shut meanwhile
  | "moving" // to a browser
  | "moved"
  | "old" // a browser that cannot do it
  | "open_ways" // a browser that leaves ways out which the page cannot shut
  | "young"; // somebody was under 18, or may have been

/** One file: `name` as she has it on her device, which stays here. */
export type Item = { name: string; made: Made; advice: Advice[] };

export type State = {
  scene: Scene;
  inside: boolean;
  session: string;
  /** Files that this session still takes. */
  left: number;
  /** The session is gone; what was made can be copied still. */
  over: boolean;
  /** Being read now. */
  making: { name: string; done: number; of: number; cancel(): void } | null;
  sending: boolean;
  items: Item[];
  /** What this list is called when it is sent: the house counts it once, however often an answer is lost. */
  attempt: string;
  sent: { kept: number } | null;
  /** What is said once, by its name in the page. */
  notice: string;
  /** Where it goes on, once it was moved. */
  address: string;
  /** Whether Child Focus' chat knows what was said here. */
  told: "telling" | "told" | "untold" | "lost";
};

/** What it knows, and how that is changed. `focus`: the part that is looked at next. */
export type Page = { state: State; become(changes: Partial<State>, focus?: string): void };

export const begun = (): State => ({
  scene: "opening",
  inside: false,
  session: "",
  left: 0,
  over: false,
  making: null,
  sending: false,
  items: [],
  attempt: "",
  sent: null,
  notice: "",
  address: "",
  told: "telling",
});

/** Files that may be chosen still. */
export const room = (state: State): number => state.left - state.items.length;

/** The names of the parts that are seen now. */
export function seen(state: State): Set<string> {
  const names = new Set<string>([state.scene, state.inside ? "inside" : "outside"]);
  names.add(state.scene === "young" ? state.told : "titled");
  if (state.scene !== "ready") return names;
  if (state.notice) names.add(state.notice);
  if (state.sent) names.add("sent");
  if (state.items.length) names.add("list");
  if (state.items.length && !state.making) names.add("next");
  else if (!state.making && !state.sent) names.add("start");
  if (state.sending) return names.add("sending");
  if (!state.items.length && !state.making) names.add("movable");
  if (!state.items.length && state.over) names.add("ended");
  return names.add(state.making ? "making" : state.over ? "over" : room(state) > 0 ? "ask" : "full");
}
