// How codes are called: languages, urgency, routes, states. Codes travel, words are shown.
import type { Urgency } from "../contract";
import { t } from "../words";

export function languageName(key: string): string {
  const names: Record<string, string> = { nl: t("Dutch"), fr: t("French"), en: t("English") };
  return names[key] ?? key;
}

export function urgencyName(key: Urgency): string {
  const names: Record<Urgency, string> = {
    none: t("Not urgent"),
    urgent: t("Urgent"),
    crisis: t("Crisis words"),
    danger: t("In danger"),
  };
  return names[key] ?? key;
}

export function routeName(key: string): string {
  const names: Record<string, string> = {
    institute: t("Adult: the Institute"),
    child_focus: t("Minor: Child Focus"),
    both: t("Age unknown"),
  };
  return names[key] ?? key;
}
