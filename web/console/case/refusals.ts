// Why something was not done, told kindly: what happened, and what can be done now.
import { Refusal } from "../api";
import { t } from "../words";

type About = Record<string, unknown>;
const alias = (about: About): string => (typeof about.alias === "string" && about.alias ? about.alias : t("A colleague"));

/** Whatever went wrong, in a sentence for the one who asked. */
export function inWords(problem: unknown): string {
  if (!(problem instanceof Refusal)) return t("Haven cannot be reached right now. Nothing was changed here; try again.");
  const { code, about } = problem;
  switch (code) {
    case "already_taken": return t("{alias} took this case a moment ago.", { alias: alias(about) });
    case "not_hers": return notHers(about);
    case "wrong_state": return wrongState(about);
    case "colleague_away": return t("That colleague is not here any more. Choose somebody else.");
    case "bad_ask": return badAsk(about);
    case "no_such_case": return t("This case is not here any more, or it moved to another team.");
    case "not_allowed": return t("Your role does not include this.");
    case "reason_needed": return t("Open the case again first, with a reason.");
    case "signed_out":
    case "step_up": return t("Sign in once more first.");
    case "cross_site": return t("This page was not opened from Haven itself. Open the console anew.");
    default: return t("Haven could not do this right now. Try again in a moment.");
  }
}

function notHers(about: About): string {
  if (about.holder === "staff") return t("{alias} has this case now, so nothing was sent.", { alias: alias(about) });
  if (about.holder === "bot") return t("The bot has this case now, so nothing was sent. Take it over first.");
  return t("You do not have this case any more, so nothing was sent. Take it over first.");
}

function wrongState(about: About): string {
  if (about.state === "closed") return t("This case is closed. Reopen it first.");
  return t("The case has moved on meanwhile; this is not possible now.");
}

function badAsk(about: About): string {
  if (about.field === "text" && about.why === "too_long") return t("This text is too long to be sent. Shorten it or send it in two.");
  if (about.field === "text") return t("This text cannot be sent like this. Look at it once more.");
  return t("Something in it cannot be used. Look at it once more.");
}
