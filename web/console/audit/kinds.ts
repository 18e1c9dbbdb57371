// What was done, each kind by a name; and what else an event says, in codes.
import { t } from "../words";

const NAMES: Record<string, () => string> = {
  case_opened: () => t("Case opened by the contact"),
  case_closed: () => t("Case closed"),
  case_erased: () => t("Case erased"),
  consent_given: () => t("Consent given"),
  consent_withdrawn: () => t("Consent withdrawn"),
  item_kept: () => t("Evidence added"),
  item_corrected: () => t("Evidence corrected"),
  item_removed: () => t("Evidence removed"),
  evidence_erased: () => t("Evidence erased"),
  handoff_queued: () => t("Asked for a person"),
  handoff_cancelled: () => t("No longer waits for a person"),
  handoff_recalled: () => t("Question for a person taken back"),
  contact_wrote: () => t("Contact wrote"),
  crisis_heard: () => t("Crisis words heard"),
  danger_heard: () => t("Words of danger heard"),
  contact_hidden: () => t("Chat cleared by the contact"),
  case_locked: () => t("Case locked"),
  case_returned: () => t("Came back with number and PIN"),
  media_refused: () => t("Image or file refused"),
  update_parked: () => t("Message put aside"),
  facts_changed: () => t("Answers changed"),
  ending_told: () => t("Told that its time ends"),
  transcript_purged: () => t("Conversation erased after its time"),
  evidence_purged: () => t("Evidence erased after its time"),
  case_viewed: () => t("Case looked at"),
  case_taken_over: () => t("Case taken over"),
  case_handed_back: () => t("Handed back to the bot"),
  case_transferred: () => t("Case passed on"),
  case_released: () => t("Put back in the queue"),
  case_reopened: () => t("Case reopened"),
  hold_lapsed: () => t("No answer in time"),
  staff_replied: () => t("Answered"),
  line_settled: () => t("Message delivered or not"),
  note_written: () => t("Note written"),
  urgency_set: () => t("Urgency changed"),
  safe_time_set: () => t("Safe time changed"),
  minor_learned: () => t("Minor learned of"),
  contact_barred: () => t("Chat shut out"),
  contact_let_in: () => t("Chat let in again"),
  case_kept: () => t("Kept beyond its time"),
  numbers_sent: () => t("Numbers sent"),
  words_kept_back: () => t("Answer kept back"),
  item_copied: () => t("Evidence copied"),
  hashes_matched: () => t("Looked for the same pictures"),
  case_matched: () => t("Found as the same picture"),
  case_exported: () => t("Case exported"),
  staff_added: () => t("Colleague invited"),
  staff_changed: () => t("Colleague changed"),
  staff_disabled: () => t("Colleague disabled"),
  staff_reset: () => t("Colleague given a new way in"),
  staff_signed_in: () => t("Signed in"),
  staff_signed_out: () => t("Signed out"),
  sign_in_failed: () => t("Sign-in refused"),
  sign_in_revoked: () => t("Sign-in ended elsewhere"),
  stepped_up: () => t("Showed once more who they are"),
  passkey_added: () => t("Passkey added"),
  passkey_removed: () => t("Passkey removed"),
  master_key_changed: () => t("Master key changed"),
  house_backed_up: () => t("Backup made"),
  house_restored: () => t("Backup brought back"),
  draft_begun: () => t("Draft begun"),
  draft_discarded: () => t("Draft thrown away"),
  publish_asked: () => t("Second person asked to publish"),
  flow_published: () => t("Conversation published"),
  directory_published: () => t("Directory published"),
  talk_saved: () => t("Test saved or accepted"),
  talk_removed: () => t("Test removed"),
  events_purged: () => t("Old events emptied"),
  audit_verified: () => t("Record checked"),
  audit_read: () => t("Record read"),
};

/** The kind of an event by its name; one without a name by its code. */
export const kindName = (kind: string): string => NAMES[kind]?.() ?? kind;

/** What of it is told in words: who agreed, and which earlier version it is again. */
const WORDS: Record<string, (value: string | number) => string> = {
  number: (value) => t("number {number}", { number: value }),
  second: (value) => t("agreed: {alias}", { alias: value }),
  back_to: (value) => t("as number {number} again", { number: value }),
};

/** The rest of it: codes, as they stand in the record. */
export const codes = (about: Record<string, string | number>): string =>
  Object.entries(about)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => WORDS[key]?.(value) ?? `${key} ${value}`)
    .join(" · ");
