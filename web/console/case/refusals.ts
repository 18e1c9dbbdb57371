// Why something was not done, told kindly: what happened, and what can be done now.
import { Refusal } from "../api";
import { t } from "../words";

type About = Record<string, unknown>;
/** How a colleague is called, by her id. */
export type NameOf = (staff: string) => string | undefined;

const alias = (about: About, nameOf: NameOf): string => {
  if (typeof about.alias === "string" && about.alias) return about.alias;
  return (typeof about.staff === "string" && nameOf(about.staff)) || t("A colleague");
};

/** Whatever went wrong, in a sentence for the one who asked. */
export function inWords(problem: unknown, nameOf: NameOf = () => undefined): string {
  if (!(problem instanceof Refusal)) return t("Haven cannot be reached right now. Nothing was changed here; try again.");
  const { code, about } = problem;
  switch (code) {
    case "already_taken": return t("{alias} took this case a moment ago.", { alias: alias(about, nameOf) });
    case "not_hers": return notHers(about, nameOf);
    case "wrong_state": return wrongState(about);
    case "colleague_away": return t("That colleague is not here any more. Choose somebody else.");
    case "bad_ask": return badAsk(about);
    case "no_such_case": return t("This case is not here any more, or it moved to another team.");
    case "matching_off": return t("Looking for the same picture is switched off in this house.");
    case "not_allowed": return t("Your role does not include this.");
    case "reason_needed": return t("Open the case again first, with a reason.");
    case "signed_out":
    case "step_up": return t("Sign in once more first.");
    case "cross_site": return t("This page was not opened from Haven itself. Open the console anew.");
    default: return t("Haven could not do this right now. Try again in a moment.");
  }
}

function notHers(about: About, nameOf: NameOf): string {
  if (about.holder === "staff") return t("{alias} has this case now, so nothing was done.", { alias: alias(about, nameOf) });
  if (about.holder === "bot") return t("The bot has this case now, so nothing was done. Take it over first.");
  return t("You do not have this case any more, so nothing was done. Take it over first.");
}

function wrongState(about: About): string {
  if (about.state === "blocked") return t("The bot is blocked there: nothing can reach the contact until they write again.");
  if (about.state === "not_agreed") return t("The contact no longer agrees that a person reads along.");
  if (about.state === "closed") return t("This case is closed. Reopen it first.");
  return t("The case has moved on meanwhile; this is not possible now.");
}

function badAsk(about: About): string {
  if ((about.field === "text" || about.field === "note") && about.why === "too_long") return t("This text is too long to be sent. Shorten it or send it in two.");
  if (about.field === "text") return t("This text cannot be sent like this. Look at it once more.");
  if (about.why === "not_of_team") return t("That colleague is not in this team. Choose somebody else.");
  if (about.why === "not_this_team") return t("This case cannot go to that team.");
  if (about.field === "to") return t("The bot cannot go on there any more. Choose another place.");
  return t("Something in it cannot be used. Look at it once more.");
}
