// How codes of a case are called on the screen: who has it, how it ended, what was agreed, when may be written.
import type { Outcome, Row, SafeTime } from "../contract";
import { t } from "../words";

export function outcomeLabel(outcome: string): string {
  const labels: Record<Outcome, string> = {
    helped: t("Helped"),
    referred: t("Referred to somebody else"),
    no_answer: t("No answer any more"),
    her_wish: t("The contact wanted to stop"),
    duplicate: t("Already in another case"),
    misuse: t("Misuse"),
  };
  return labels[outcome as Outcome] ?? outcome;
}

export function safeTimeLabel(when: string): string {
  const labels: Record<SafeTime, string> = {
    anytime: t("At any time"),
    morning: t("In the morning, 8–12 h"),
    afternoon: t("In the afternoon, 12–18 h"),
    evening: t("In the evening, 18–22 h"),
    not_first: t("Never write first: only answer"),
  };
  return labels[when as SafeTime] ?? when;
}

export function reasonLabel(reason: string): string {
  const labels: Record<string, string> = {
    taking_over: t("to take it over"),
    asked: t("asked by a colleague"),
    supervision: t("supervision"),
    quality: t("quality"),
    safety: t("safety"),
  };
  return labels[reason] ?? reason;
}

/** Why a case is kept beyond its time. */
export function keptForLabel(reason: string): string {
  const labels: Record<string, string> = {
    legal: t("A legal procedure needs it"),
    asked: t("The contact asked for it"),
    safety: t("Somebody's safety"),
    quality: t("A complaint that is looked into"),
  };
  return labels[reason] ?? reason;
}

export function scopeLabel(scope: string): string {
  const labels: Record<string, string> = {
    keep: t("Keep this conversation"),
    links: t("Keep links"),
    hashes: t("Keep hashes"),
    words: t("Keep words of their own"),
    handoff: t("A person may read along and answer"),
    notice: t("Send a notice to a reporting point"),
    contact_back: t("We may write first"),
  };
  return labels[scope] ?? scope;
}

/** Where the bot goes on after a handback. */
export function placeLabel(flow: string): string {
  const labels: Record<string, string> = {
    rest: t("Stay quiet until the contact writes"),
    welcome: t("Look at what was left, and choose what to do"),
    intake: t("Collect answers, links and hashes from the start"),
    more: t("Add a link, a hash or words"),
    partner: t("A partner or ex: first the safety of the phone"),
    finish: t("Somebody to listen to, and goodbye"),
  };
  return labels[flow] ?? flow;
}

/** What was asked, in a word or two. */
export function factLabel(key: string): string {
  const labels: Record<string, string> = {
    for_whom: t("For whom"),
    age: t("Age of the contact"),
    age_in_image: t("Age in the image"),
    relation: t("Relation"),
    situation: t("Situation"),
    material: t("The image"),
    partner: t("From a partner"),
    against_will: t("How it was made"),
    country: t("Country"),
  };
  return labels[key] ?? t("Another answer");
}

/** What an answer in the contact's own words is about. */
export function wordsLabel(key: string): string {
  const labels: Record<string, string> = {
    where: t("Where it is"),
    story: t("What happened"),
    impact: t("What it does to them"),
    summary: t("In short"),
    safe_time: t("When to write"),
  };
  return labels[key] ?? key;
}

export function itemKind(kind: string): string {
  const labels: Record<string, string> = { link: t("Link"), place: t("Place"), hash: t("Hash") };
  return labels[kind] ?? kind;
}

/** Who has the case, in one sentence; `since` is a time as it is shown. */
export function holderSentence(row: Row, self: string, since: string, waited: string): string {
  const { kind, staff, alias } = row.holder;
  if (row.state === "closed") return t("This case is closed.");
  if (kind === "queue") return waited ? t("Waiting for {waited}.", { waited }) : t("Has just begun to wait.");
  if (kind === "bot") return t("The bot has it.");
  if (staff === self) return since ? t("You have it since {since}.", { since }) : t("You have it.");
  if (!since) return t("{alias} has it.", { alias: alias ?? t("A colleague") });
  return t("{alias} has it since {since}.", { alias: alias ?? t("A colleague"), since });
}

export function itemState(state: string): string {
  const labels: Record<string, string> = {
    kept: t("kept"), corrected: t("corrected"), removed: t("removed"), erased: t("erased"),
  };
  return labels[state] ?? state;
}

export function custodyLabel(act: string): string {
  const labels: Record<string, string> = {
    kept: t("kept"), given: t("given"), seen: t("seen"), copied: t("copied"), exported: t("exported"), erased: t("erased"),
  };
  return labels[act] ?? act;
}
