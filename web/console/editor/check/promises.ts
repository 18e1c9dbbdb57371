// What Haven promises to everyone who writes, in words for whoever changes the conversation.
import { t } from "../../words";

export function promiseWords(promise: string): string {
  const texts: Record<string, string> = {
    P1: t("Nothing of a minor, or of an image that may show one, is kept."),
    P2: t("Nothing is kept or passed on without a yes."),
    P3: t("The words for help work everywhere, and every answer leads on."),
    P4: t("Nobody is left without a number, a person or a goodbye."),
    P5: t("Everything is said in every language, short and kindly."),
    P6: t("In danger, the emergency numbers come first."),
    P7: t("Within four questions everyone is shown who helps."),
    P8: t("Every number is from the directory, and in date."),
  };
  return texts[promise] ?? promise;
}
