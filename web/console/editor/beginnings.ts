// How something new begins. English, as all original words of a flow are; nobody is sent them before they are looked at.
import type { Plain } from "./shapes";

export const NEW_ANSWER = "New answer";
export const LABELS: Record<string, string> = {
  yes: "Yes", no: "No", skip: "Rather not", done: "That is all", right: "That is right", add: "Add something", nowhere: "I do not know",
};

const WAYS: Record<string, string[]> = { consent: ["yes", "no"], ask: ["skip"], link: ["done"], hash: ["done"], review: ["right"] };

/** The fields a new step of this type begins with; where its ways lead is still to be chosen. */
export function beginning(type: string): Record<string, Plain> {
  if (type === "choose") return { choices: [{ key: "yes", label: "Yes" }, { key: "no", label: "No" }] };
  return Object.fromEntries((WAYS[type] ?? []).map((name) => [name, { label: LABELS[name] ?? "OK" }]));
}
