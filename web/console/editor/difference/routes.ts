// What a way on is called where it changed: by its button, or by when it is taken.
import { language, t } from "../../words";
import { condition } from "../graph/ways";
import { spaced } from "../named";
import { stepAt, valueAt } from "../places";
import type { Content, Plain } from "../shapes";
import { words } from "../steps";

const TAKEN: Record<string, () => string> = {
  next: () => t("then"), end: () => t("then"), returned: () => t("then"), queued: () => t("then"), kept: () => t("then"),
  otherwise: () => t("otherwise"), refused: () => t("if it cannot be done"), empty: () => t("if there is nothing"),
};
/** The buttons of an agreement are called otherwise than what they lead to. */
const BUTTONS: Record<string, string> = { given: "yes", declined: "no" };

export function routeName(content: Content, place: string, route: string): string {
  const step = stepAt(content, place);
  const cases = step?.["cases"] as Plain | undefined;
  if (Array.isArray(cases) && /^\d+$/.test(route)) {
    const found = cases[Number(route) - 1];
    return (found && typeof found === "object" && !Array.isArray(found) && condition(found["when"])) || spaced(route);
  }
  const button = BUTTONS[route] ?? route;
  const label = valueAt(step ?? {}, `choices.${button}.label`) ?? valueAt(step ?? {}, `${button}.label`);
  const said = words(content, place, `${button}.label`, label, language());
  return said ? `“${said}”` : (TAKEN[route]?.() ?? spaced(route));
}
