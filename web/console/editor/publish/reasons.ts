// Why two people look at a change, and why something cannot be published now, in words.
import { t } from "../../words";

const WHY: Record<string, () => string> = {
  minor: () => t("It is said to somebody under 18, or decides who is taken for one."),
  danger: () => t("It is said to somebody in danger."),
  crisis: () => t("It is said to somebody in despair."),
  privacy: () => t("It tells people what is kept of them."),
  delete: () => t("It tells people how everything is erased."),
  consent: () => t("It asks for an agreement."),
  card: () => t("It shows who helps."),
  emergency: () => t("It names the number in danger."),
  hello: () => t("It is the first thing anybody reads."),
  pictures: () => t("It says where people take their pictures."),
  kept: () => t("It says for how long things are kept."),
  limits: () => t("It says what a chat cannot hide."),
};
export const whyWords = (code: string): string => WHY[code]?.() ?? code;

const REFUSED: Record<string, (about: Record<string, unknown>) => string> = {
  broken: () => t("Something in it is wrong or breaks a promise. It cannot be published like this, by anybody."),
  talks_changed: (about) => t("{count} saved tests go another way now. Accept what changed in them, or mend the draft.", { count: String(about["talks"] ?? "") }),
  unchanged: () => t("It says exactly what runs now. There is nothing to publish."),
  second_needed: () => t("A second person looks at this before it is published."),
  own_ask: () => t("You asked for it yourself; somebody else agrees."),
  alone: () => t("Nobody else here may publish. Whoever runs the server can do it there: haven flows publish."),
  draft_moved: () => t("The draft has gone on. Look at it again."),
  overtaken: () => t("Something else was published in the same moment. Look at the difference again."),
  not_allowed: () => t("Publishing is for others here. Ask somebody who may."),
  no_such_revision: () => t("That version is not there any more."),
};
export const refusedWords = (code: string, about: Record<string, unknown>): string => REFUSED[code]?.(about) ?? t("That was not done. Nothing was changed.");
