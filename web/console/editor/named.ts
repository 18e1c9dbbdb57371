// What steps and their fields are called for people who do not programme. What is new in Haven is called as it names itself.
import { t } from "../words";
import { own } from "./own";
import type { Shapes } from "./shapes";

type Said = () => string;

const TYPES: Record<string, [Said, Said]> = {
  say: [() => t("Say something"), () => t("Haven says this and goes on by itself.")],
  choose: [() => t("Ask with buttons"), () => t("Haven asks, and the person chooses an answer.")],
  ask: [() => t("Ask in own words"), () => t("The person types an answer. Only after an agreement to keep it.")],
  card: [() => t("Show who helps"), () => t("Numbers and hours, always as they stand in the directory.")],
  consent: [() => t("Ask for an agreement"), () => t("Nothing is kept or passed on before the person says yes here.")],
  link: [() => t("Take links"), () => t("The person gives the places where the image is.")],
  hash: [() => t("Take fingerprints"), () => t("The person gives fingerprints; the image stays with them.")],
  review: [() => t("Show all before passing it on"), () => t("The person sees everything again, and changes it.")],
  branch: [() => t("Go on by what is known"), () => t("Nothing is said. The first case that fits decides where it leads.")],
  call: [() => t("Go through another part"), () => t("That part is gone through, and then it goes on here.")],
  hand_off: [() => t("Bring in a person"), () => t("The case joins a team's queue.")],
  end: [() => t("End of this part"), () => t("Back to where it came from, or the end of the talk.")],
};

export const typeName = (type: string, shapes: Shapes = {}): string => own(TYPES, type)?.[0]() ?? own(shapes, type)?.title ?? spaced(type);
export const typeIsFor = (type: string, shapes: Shapes = {}): string => own(TYPES, type)?.[1]() ?? own(shapes, type)?.for ?? "";

const FIELDS: Record<string, Said> = {
  say: () => t("What Haven says"),
  label: () => t("The button says"),
  also: () => t("Other words people use for it, with commas between"),
  again: () => t("Said when it comes back here"),
  more: () => t("Said after each one that came in"),
  go: () => t("Where does it lead?"),
  refused: () => t("Where, if it cannot be done?"),
  empty: () => t("Where, if there is nothing to show?"),
  choices: () => t("Answers to choose from"),
  cases: () => t("Cases; the first that fits is taken"),
  when: () => t("If"),
  sets: () => t("What is known then"),
  alert: () => t("Tells colleagues at once that somebody is in danger"),
  note: () => t("Note for colleagues and translators; contacts never see it"),
  flow: () => t("Which part?"),
  team: () => t("Which team?"),
  cards: () => t("Whose numbers?"),
  scopes: () => t("What is agreed to?"),
  keeps: () => t("What is it about?"),
  max: () => t("Longest answer, in characters"),
  yes: () => t("Yes"),
  no: () => t("No"),
  skip: () => t("Not now"),
  done: () => t("Done"),
  right: () => t("That is right"),
  add: () => t("Add more"),
  nowhere: () => t("I do not know where"),
};

/** The field's name; in a branch, `go` is where it leads if no case fits. */
export function fieldName(name: string, type = ""): string {
  if (type === "branch" && name === "go") return t("Where, if no case fits?");
  return own(FIELDS, name)?.() ?? spaced(name);
}

const FACTS: Record<string, Said> = {
  language: () => t("the language"),
  for_whom: () => t("for whom"),
  age: () => t("the writer's age"),
  age_in_image: () => t("the age in the image"),
  situation: () => t("the situation"),
  material: () => t("real or made"),
  partner: () => t("a partner or former partner"),
  against_will: () => t("against the person's will"),
  country: () => t("the country"),
  relation: () => t("how they know each other"),
  open: () => t("open just now"),
  staff: () => t("somebody is there of"),
  team: () => t("this house has the team"),
};
const VALUES: Record<string, Said> = {
  self: () => t("for themselves"), other: () => t("someone else"), received: () => t("received it"), regret: () => t("shared it and regrets it"),
  adult: () => t("18 or older"), minor: () => t("under 18"), unknown: () => t("not said"), unsure: () => t("not sure"),
  online: () => t("it is online"), threat: () => t("somebody threatens"), sextortion: () => t("somebody asks for money or more images"),
  private: () => t("sent around privately"), fake: () => t("made with a computer"), real: () => t("real"), manipulated: () => t("made or changed"),
  yes: () => t("yes"), no: () => t("no"), belgium: () => t("Belgium"), elsewhere: () => t("elsewhere"), parent: () => t("a parent"),
  friend: () => t("a friend"), professional: () => t("for their work"),
  keep: () => t("keeping a case"), links: () => t("keeping links"), hashes: () => t("keeping fingerprints"), words: () => t("keeping own words"),
  handoff: () => t("passing it on to people who help"), notice: () => t("a notice to the platform"), contact_back: () => t("writing back later"),
  where: () => t("where the image is"), story: () => t("what happened"), impact: () => t("what it does to them"), summary: () => t("a summary"),
  safe_time: () => t("when it is safe to write"), danger: () => t("danger"),
  partner: () => t("a partner"),
};

export const factName = (key: string): string => own(FACTS, key)?.() ?? spaced(key);
export const valueName = (key: string): string => own(VALUES, key)?.() ?? spaced(key);

/** A key as people read it; in a draft anything may stand where one should. */
export const spaced = (key: unknown): string => (typeof key === "string" ? key.replaceAll("_", " ") : "…");
