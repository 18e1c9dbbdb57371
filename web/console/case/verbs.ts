// Which actions are offered, and in which order: the likeliest first.
import type { Action, CasePage, Verb } from "../contract";
import { me } from "../me.svelte";
import { t } from "../words";
import { shutOut } from "./talk";

/** An action as it is asked here; of a minor also who it is. */
export type Asked = Action | { verb: "minor"; who: "writer" | "image" };

/** Offered as buttons, in this order, where the server says that they may be done. */
const BUTTONS: Verb[] = ["take_over", "reopen", "hand_back", "transfer", "release", "close"];
const SELDOM: Verb[] = ["urgent", "safe_time", "keep", "block", "minor", "erase"];

export function verbLabel(verb: Verb, page: CasePage): string {
  const labels: Partial<Record<Verb, string>> = {
    take_over: page.row.holder.kind === "staff" ? t("Take it from {alias}", { alias: page.row.holder.alias ?? t("a colleague") }) : t("Take over"),
    reopen: t("Reopen"),
    hand_back: t("Hand back to the bot"),
    transfer: t("Pass on"),
    release: t("Put back in the queue"),
    close: t("Close the case"),
    urgent: page.row.urgency === "none" ? t("Mark as urgent") : t("No longer urgent"),
    safe_time: t("Safe time to write"),
    minor: t("A minor is involved"),
    keep: page.kept_for ? t("Kept beyond its time") : t("Keep it longer"),
    block: shutOut(page, me.now) ? t("The chat is shut out") : t("Shut the chat out for a while"),
    erase: t("Erase the case"),
  };
  return labels[verb] ?? verb;
}

export const buttons = (page: CasePage): Verb[] => BUTTONS.filter((verb) => page.may.includes(verb));
export const seldom = (page: CasePage): Verb[] => SELDOM.filter((verb) => page.may.includes(verb));

/** The one that stands out: taking over, or opening again. Never taking a case from a colleague. */
export function primary(page: CasePage): Verb | null {
  if (page.may.includes("take_over")) return page.row.holder.kind === "staff" ? null : "take_over";
  return page.may.includes("reopen") ? "reopen" : null;
}

/** Why nothing can be written to the contact now. */
export function whyNot(page: CasePage, self: string): string {
  const { holder, state } = page.row;
  if (state === "closed") return t("This case is closed. Reopen it to write.");
  if (holder.kind === "staff" && holder.staff !== self)
    return t("{alias} has this case. Only one person writes at a time.", { alias: holder.alias ?? t("A colleague") });
  if (!page.may.includes("take_over")) return t("You can read this case, not write in it.");
  if (holder.kind === "bot") return t("The bot has this case. Take it over to write.");
  return t("Take the case over to write.");
}
