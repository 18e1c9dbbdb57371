// What roles are called and what each is for, in words an admin chooses by.
import type { StaffMember } from "../contract";
import { t } from "../words";

/** What a form about a colleague holds. */
export type Draft = Pick<StaffMember, "login" | "alias" | "roles" | "teams" | "languages">;

export const ROLES = ["counsellor", "supervisor", "editor", "admin", "auditor"] as const;

export function roleName(key: string): string {
  const names: Record<string, string> = {
    counsellor: t("Counsellor"),
    supervisor: t("Supervisor"),
    editor: t("Editor"),
    admin: t("Admin"),
    auditor: t("Auditor"),
  };
  return names[key] ?? key;
}

export function roleIsFor(key: string): string {
  const texts: Record<string, string> = {
    counsellor: t("talks with contacts of her teams"),
    supervisor: t("also takes over from colleagues, exports and erases"),
    editor: t("changes what the bot says"),
    admin: t("invites colleagues; reads no cases"),
    auditor: t("reads what was done; no words of contacts"),
  };
  return texts[key] ?? "";
}

/** One more or one less. */
export const toggled = (list: string[], one: string, on: boolean): string[] =>
  on ? [...list.filter((other) => other !== one), one] : list.filter((other) => other !== one);

const KEPT = "haven.colleague";

/** What she was about to do: `id` of whom, unless somebody new is invited; `draft`: the form as it stood. */
export interface Begun { what: "invite" | "change" | "disable" | "reset"; id: string; draft?: Draft }

/** Keep it in this tab: asked to show once more who she is, she finds it as she left it, and sees that it is not done yet. */
export const keep = (begun: Begun): void => sessionStorage.setItem(KEPT, JSON.stringify(begun));

/** What was kept, once. */
export function takeKept(): Begun | null {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept ? (JSON.parse(kept) as Begun) : null;
}
