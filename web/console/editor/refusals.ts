// Why an edit was not done, in words.
import { t } from "../words";

export function refusalWords(code: string, about: Record<string, unknown>): string {
  const texts: Record<string, () => string> = {
    taken: () => t("There is something of that name already. Choose another name."),
    no_step: () => t("This step is not there any more. A colleague may have removed it."),
    no_flow: () => t("This part is not there any more. A colleague may have removed it."),
    no_choice: () => t("This answer is not there any more. A colleague may have removed it."),
    no_text: () => t("These words are not there any more. A colleague may have removed them."),
    last_step: () => t("The last step stays. Remove the whole part instead."),
    still_used: () => t("Something still leads there. Say where it should lead instead."),
    too_long: () => t("That is too long. Make it shorter."),
    too_many: () => t("There are as many as there can be. Remove one first."),
    draft_moved: () => t("Too many changed it at once. Try again."),
  };
  const why = code === "edit_refused" ? String(about["why"]) : code;
  return texts[why]?.() ?? t("That was not done. Nothing was changed.");
}
