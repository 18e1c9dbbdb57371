// What happened with a case, each event as a short sentence.
import type { Happening } from "../contract";
import { urgencyName } from "../queue/names";
import { lasting } from "../times";
import { t } from "../words";
import { keptForLabel, outcomeLabel, placeLabel, reasonLabel, safeTimeLabel, scopeLabel } from "./labels";

/** Events that the transcript already shows, or that say nothing to a counsellor. */
const UNSHOWN = new Set(["contact_wrote", "staff_replied", "line_settled", "facts_changed", "step_left", "update_parked"]);
/** Who had the case, when: the short history. */
const HOLDING = new Set([
  "case_opened", "case_closed", "handoff_queued", "handoff_cancelled", "handoff_recalled", "case_taken_over",
  "case_handed_back", "case_transferred", "case_released", "case_reopened", "hold_lapsed", "minor_learned",
]);

export const told = (one: Happening): boolean => !UNSHOWN.has(one.kind);
export const ofHolders = (one: Happening): boolean => HOLDING.has(one.kind);

type Names = { team(key: string): string; staff(id: string): string };

/** The event as a sentence. `names` knows colleagues and teams. */
export function sentence(one: Happening, names: Names): string {
  const say = SENTENCES[one.kind];
  return say ? say(one, names) : one.kind;
}

const who = (one: Happening): string => one.alias ?? t("A colleague");
const code = (one: Happening, key: string): string => String(one.about[key] ?? "");

const SENTENCES: Record<string, (one: Happening, names: Names) => string> = {
  case_opened: () => t("The case was opened."),
  case_closed: (one) => one.alias && one.about.outcome
    ? t("{alias} closed it: {outcome}.", { alias: who(one), outcome: outcomeLabel(code(one, "outcome")) })
    : t("The case was closed."),
  case_viewed: (one) => one.about.reason && one.about.reason !== "holds"
    ? t("{alias} opened it: {reason}.", { alias: who(one), reason: reasonLabel(code(one, "reason")) })
    : t("{alias} opened it.", { alias: who(one) }),
  case_taken_over: (one) => t("{alias} took it over.", { alias: who(one) }),
  case_handed_back: (one) => one.about.to
    ? t("{alias} handed it back to the bot: {place}.", { alias: who(one), place: placeLabel(code(one, "to")) })
    : t("{alias} handed it back to the bot.", { alias: who(one) }),
  case_transferred: (one, names) => transferred(one, names),
  case_released: (one) => t("{alias} put it back in the queue.", { alias: who(one) }),
  case_reopened: (one) => one.alias
    ? t("{alias} reopened it.", { alias: one.alias })
    : t("The contact came back: it was opened again."),
  hold_lapsed: () => t("No answer in time: it went back to the queue."),
  handoff_queued: () => t("The contact asked for a person."),
  handoff_cancelled: () => t("The contact no longer waits for a person."),
  handoff_recalled: () => t("The question for a person was taken back."),
  consent_given: (one) => t("Agreed: {scope}.", { scope: scopeLabel(code(one, "scope")) }),
  consent_withdrawn: (one) => t("No longer agreed: {scope}.", { scope: scopeLabel(code(one, "scope")) }),
  item_kept: () => t("Something was added to the evidence."),
  item_corrected: () => t("Evidence was corrected."),
  item_removed: () => t("Evidence was removed."),
  item_copied: (one) => t("{alias} copied from the evidence.", { alias: who(one) }),
  hashes_matched: (one) => Number(one.about.cases)
    ? t("{alias} looked for the same pictures in other cases. Cases found: {count}.", { alias: who(one), count: Number(one.about.cases) })
    : t("{alias} looked for the same pictures in other cases and found none.", { alias: who(one) }),
  case_matched: (one) => t("{alias} found it while looking for the pictures of another case.", { alias: who(one) }),
  evidence_erased: () => t("The evidence was erased."),
  crisis_heard: () => t("Crisis words were heard."),
  danger_heard: () => t("Words of danger were heard."),
  case_returned: () => t("The contact came back with number and PIN."),
  case_exported: (one) => one.alias ? t("{alias} took the case out of the house.", { alias: one.alias }) : t("The contact took a copy along."),
  case_kept: (one) => one.about.reason === "off"
    ? t("{alias} let its time run again.", { alias: who(one) })
    : t("{alias} keeps it beyond its time: {why}.", { alias: who(one), why: keptForLabel(code(one, "reason")) }),
  ending_told: () => t("The contact was told that its time ends soon."),
  transcript_purged: () => t("The conversation was erased: its time was over."),
  evidence_purged: () => t("The evidence was erased: its time was over."),
  contact_barred: (one) => t("{alias} shut the chat out for {time}.", { alias: who(one), time: lasting(60 * Number(one.about.hours ?? 0)) }),
  contact_let_in: (one) => t("{alias} let the chat in again.", { alias: who(one) }),
  numbers_sent: () => t("The emergency and support numbers were sent."),
  contact_hidden: () => t("The contact cleared the chat."),
  case_locked: () => t("The case was locked with a PIN."),
  media_refused: () => t("An image or file was refused and not kept."),
  note_written: (one) => t("{alias} wrote a note.", { alias: who(one) }),
  urgency_set: (one) => one.about.urgency && one.about.urgency !== "none"
    ? t("{alias} marked it: {urgency}.", { alias: who(one), urgency: urgencyName(one.about.urgency as "urgent") })
    : t("{alias} changed how urgent it is.", { alias: who(one) }),
  safe_time_set: (one) => one.about.when
    ? t("Safe time to write: {when}.", { when: safeTimeLabel(code(one, "when")) })
    : t("The safe time to write was changed."),
  minor_learned: (one) => one.about.fact === "age_in_image"
    ? t("Somebody in the image is a minor: the evidence was erased and the case was rerouted.")
    : t("The contact is a minor: the evidence was erased and the case was rerouted."),
  words_kept_back: () => t("A message waits until it is safe to send."),
};

function transferred(one: Happening, names: Names): string {
  const to = code(one, "to");
  if (to) return t("{alias} passed it on to {to}.", { alias: who(one), to: names.staff(to) });
  const team = code(one, "team");
  if (team) return t("{alias} passed it on to {to}.", { alias: who(one), to: names.team(team) });
  return t("{alias} passed it on.", { alias: who(one) });
}
