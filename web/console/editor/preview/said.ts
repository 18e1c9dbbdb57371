// What a talk brings about, in words for whoever tries it: what was asked of the house, what it did, what went wrong.
import { lasting } from "../../times";
import { t } from "../../words";
import { spaced, valueName } from "../named";
import type { Content } from "../shapes";
import { placeWords, saidWords, valueWords } from "../worded";
import type { Move, Other, State, Trouble } from "./talks";

type Said = () => string;

const EFFECTS: Record<string, Said> = {
  "Grant.given": () => t("A yes was noted"), "Grant.refused": () => t("The yes may not be taken here"),
  "Decline.declined": () => t("A no was noted"),
  "KeepLinks.kept": () => t("A link was kept"), "KeepLinks.refused": () => t("No link was kept"),
  "KeepHashes.kept": () => t("A fingerprint was kept"), "KeepHashes.refused": () => t("No fingerprint was kept"),
  "KeepWords.kept": () => t("Own words were kept"), "KeepWords.refused": () => t("No own words were kept"),
  "ShowReview.shown": () => t("All that is kept was shown"), "ShowReview.empty": () => t("There was nothing to show"),
  "ChangeItem.changed": () => t("Something kept was changed"), "ChangeItem.refused": () => t("Nothing kept was changed"),
  "HandOff.queued": () => t("The case joined a queue"), "HandOff.refused": () => t("No person may be brought in here"),
  "Alert.done": () => t("Colleagues are told of danger"),
  "alert.waiting": () => t("Colleagues hear that somebody waits"), "alert.crisis": () => t("Colleagues hear of despair"),
  "alert.danger": () => t("Colleagues hear of danger"), "alert.recalled": () => t("Colleagues hear that the case is gone"),
  erased: () => t("Everything kept was erased"), locked: () => t("The case went behind its PIN"), wiped: () => t("The chat was emptied"),
  hers_deleted: () => t("The person's own message was taken out of the chat"), transcript_erased: () => t("What was said to people was erased"),
  came_back: () => t("The case came back with number and PIN"), copy_made: () => t("A copy was made"),
  page_opened: () => t("A page was opened for this person"), session_forgotten: () => t("Nothing is known of this person any more"),
};
export const effectWords = (code: string): string => EFFECTS[code]?.() ?? spaced(code.replace(".", ": "));

const TROUBLE: Record<Trouble, Said> = {
  no_button: () => t("There is no such button in this chat."),
  no_step: () => t("There is no such step in this draft."),
  failed: () => t("Here the draft leads nowhere. A contact would be given the numbers, and colleagues would be told."),
};
export const troubleWords = (trouble: Trouble): string => TROUBLE[trouble]();

/** What happened between the bubbles; empty where the bubbles say it themselves. */
export function moveWords(move: Move): string {
  switch (move.move) {
    case "wait": return t("{time} later", { time: lasting(move.minutes) });
    case "media": return t("A photo is sent.");
    case "refuse": return t("What is asked for next is refused.");
    case "staffed": return move.teams.length ? t("Somebody is there from now on.") : t("Nobody is there from now on.");
    case "jump": return t("Straight to this step.");
    default: return "";
  }
}

const STATES: Record<State, Said> = {
  same: () => t("As expected"), words: () => t("Says it in other words"), changed: () => t("Goes another way"), broken: () => t("Cannot be held any more"),
};
export const stateWords = (state: State | null): string => (state ? STATES[state]() : t("The draft cannot be read"));

const WHAT: Record<string, Said> = {
  says: () => t("what is said"), words: () => t("the words"), place: () => t("where it stands"), effects: () => t("what is done"),
  facts: () => t("what is known"), consents: () => t("what was agreed to"), kept: () => t("what is kept"), holder: () => t("who has the case"),
  language: () => t("the language"), ended: () => t("whether it ended"), trouble: () => t("whether it can be done"),
};
export const otherWords = (other: Other): string => WHAT[other.what]?.() ?? other.what;

/** What stood or stands there, in one line. */
export function sideWords(content: Content, what: string, value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && !value.length)) return t("nothing");
  if (Array.isArray(value)) return value.flat().map((one) => sideWords(content, what, one)).join(" · ");
  if (typeof value !== "string") return valueWords(what, value);
  return SIDES[what]?.(value, content) ?? valueWords(what, value);
}

const HOLDERS: Record<string, Said> = { bot: () => t("Haven"), queue: () => t("waits for a person"), staff: () => t("a person") };
export const holderWords = (holder: string | null): string => (holder ? (HOLDERS[holder]?.() ?? holder) : t("there is no case"));

/** How what is noted of a talk is read. */
const SIDES: Record<string, (value: string, content: Content) => string> = {
  says: (noted, content) => saidWords(content, noted),
  place: (place, content) => placeWords(content, place),
  effects: effectWords,
  kept: (kind) => keptWords(kind),
  holder: (holder) => holderWords(holder),
  trouble: (trouble) => TROUBLE[trouble as Trouble]?.() ?? trouble,
};

const KEPT: Record<string, Said> = {
  link: () => t("a link"), hash: () => t("a fingerprint"), place: () => t("a place in words"), transcript: () => t("what was said to people"),
};
export const keptWords = (kind: string): string => KEPT[kind]?.() ?? valueName(kind);
