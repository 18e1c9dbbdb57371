// What the parts Haven ships with are called; a part of the house's own is called as it was named there.
import { t } from "../words";
import { spaced } from "./named";
import { own } from "./own";

const NAMES: Record<string, () => string> = {
  abroad: () => t("Not in Belgium"),
  assault: () => t("Done against the person's will"),
  crisis: () => t("Despair"),
  danger: () => t("Danger"),
  delete: () => t("The word delete"),
  fake: () => t("Made or edited images"),
  finish: () => t("The last words"),
  hashes: () => t("Fingerprints"),
  help: () => t("The word help"),
  human: () => t("The word human"),
  intake: () => t("What may be kept and passed on"),
  languages: () => t("The word language"),
  minor: () => t("Someone under 18"),
  more: () => t("Adding something"),
  online: () => t("It is online"),
  other: () => t("For someone else"),
  partner: () => t("A partner or former partner"),
  privacy: () => t("The word privacy"),
  private: () => t("Shared in private"),
  received: () => t("Someone received it"),
  regret: () => t("Someone who shared it and regrets it"),
  sextortion: () => t("Blackmail"),
  threat: () => t("Someone threatens"),
  triage: () => t("The first questions"),
  welcome: () => t("Welcome back"),
  young: () => t("A person of Child Focus"),
};

export const flowName = (key: string): string => own(NAMES, key)?.() ?? spaced(key);
