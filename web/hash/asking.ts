// All that this page asks of the house, and all that it sends: nothing else here speaks to anybody.
import type { Fingerprint, Made } from "./messages";

/** So many files may be sent, for so many seconds; `language`: of her chat. */
export type Leave = { session: string; files: number; seconds: number; language: string };
export type Kept = { kept: number; files: number };
/** `offline`: nobody answered. */
export type Refusal = "not_good" | "not_now" | "no_more" | "too_many" | "trouble" | "offline";
export type Answer<Told> = { told: Told } | { refusal: Refusal };

const SAID: readonly string[] = ["not_good", "not_now", "no_more", "too_many"];
/** Milliseconds after which a line counts as dead. */
const PATIENCE = 20_000;

export const open = (by: { secret: string } | { launch: string }): Promise<Answer<Leave>> => ask({ act: "open", ...by });

/** Each field is named here, so that nothing else can slip along. `attempt`: the same where this is asked again. */
export const keep = (session: string, attempt: string, files: readonly Made[]): Promise<Answer<Kept>> =>
  ask({ act: "keep", session, attempt, files: files.map(outgoing) });

const outgoing = ({ kind, size, tool, hashes }: Made) => ({ kind, size, tool, hashes: hashes.map(bare), adults: true });

const bare = ({ label, value, quality, raw }: Fingerprint): Fingerprint => ({
  label,
  value,
  ...(quality === undefined ? {} : { quality }),
  ...(raw ? { raw } : {}),
});

/** Somebody in the picture was under 18, or may have been. The session ends with it. */
export const tellMinor = (session: string, fact: "minor" | "unsure"): Promise<Answer<object>> =>
  ask({ act: "minor", session, fact });

/** A fresh secret, to go on in a browser; this page's session ends with it. */
export const again = (session: string): Promise<Answer<{ secret: string }>> => ask({ act: "again", session });

async function ask<Told>(what: object): Promise<Answer<Told>> {
  try {
    const answer = await fetch("/api/hashes", {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(what),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const said: unknown = await answer.json().catch(() => ({}));
    return answer.ok ? { told: said as Told } : { refusal: named(said) };
  } catch {
    return { refusal: "offline" };
  }
}

function named(said: unknown): Refusal {
  const code = (said as { refusal?: unknown } | null)?.refusal;
  return typeof code === "string" && SAID.includes(code) ? (code as Refusal) : "trouble";
}
