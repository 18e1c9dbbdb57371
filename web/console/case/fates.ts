// What became of a message, in words and as a sign; colour only says it once more.
import type { Fate } from "../contract";
import { t } from "../words";

/** `tone`: quiet needs no eye, wait may change by itself, wrong means that it did not reach anyone. */
export interface Shown { words: string; sign: string; tone: "quiet" | "wait" | "wrong" }

/** The fate of a line as it is shown; null where there is nothing to say. */
export function fateShown(fate: Fate, waitsFor: "pin" | "time" = "pin"): Shown | null {
  switch (fate) {
    case "queued": return { words: t("queued"), sign: "clock", tone: "wait" };
    case "trying": return { words: t("being sent"), sign: "clock", tone: "wait" };
    case "sent": return { words: t("sent"), sign: "check", tone: "quiet" };
    case "ambiguous": return { words: t("sent; may have arrived twice"), sign: "twice", tone: "quiet" };
    case "refused": return { words: t("not delivered: refused by Telegram"), sign: "cross", tone: "wrong" };
    case "blocked": return { words: t("not delivered: the bot is blocked there"), sign: "cross", tone: "wrong" };
    case "withdrawn": return { words: t("withdrawn before it was sent"), sign: "back", tone: "quiet" };
    case "deleted": return { words: t("sent, then deleted by Haven"), sign: "gone", tone: "quiet" };
    case "kept_back": return {
      words: waitsFor === "time" ? t("waits for the safe time") : t("waits for the PIN"), sign: "lock", tone: "wait",
    };
    case "none": return null;
  }
}
