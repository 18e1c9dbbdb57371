// Talking with Haven's server: same origin, JSON, and refusals as errors that say what was refused.
import { leaveFor } from "./return_path";

const ROOT = "/console/api";

/** The server will not do this, and says why. `code` is one of the contract's, `about` what it concerns. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, readonly about: Record<string, unknown> = {}) {
    super(code);
  }
}

/** No answer at all: the line is down, or Haven is starting again. */
export class Unreachable extends Error {}

async function refusal(answer: Response): Promise<Refusal> {
  const said = (await answer.json().catch(() => ({}))) as { refusal?: string; about?: Record<string, unknown> };
  return new Refusal(answer.status, said.refusal ?? "trouble", said.about);
}

async function ask<T>(method: string, path: string, body?: unknown, patience = 15_000): Promise<T> {
  const answer = await fetch(path, {
    method,
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  }).catch(() => {
    throw new Unreachable();
  });
  if (!answer.ok) throw elsewhere(await refusal(answer));
  if (answer.status === 204) return undefined as T;
  return (await answer.json().catch(() => {
    throw new Unreachable();
  })) as T;
}

/** Signed out, or asked to show once more who she is: the page for that, and then back to where she was. */
function elsewhere(refused: Refusal): Refusal {
  if (refused.code === "signed_out") leaveFor("/console/sign-in");
  if (refused.code === "step_up") leaveFor("/console/step-up");
  return refused;
}

/** Read something. `patience` in milliseconds, where it may take its time. */
export const get = <T>(path: string, patience?: number): Promise<T> => ask<T>("GET", ROOT + path, undefined, patience);

/** Do something, once: never sent again by itself. `patience` in milliseconds, where it may take its time. */
export const post = <T>(path: string, body: unknown = {}, patience?: number): Promise<T> => ask<T>("POST", ROOT + path, body, patience);

/** As `post`, at an address beside the API, such as those of the way in. */
export const postBeside = <T>(path: string, body: unknown = {}): Promise<T> => ask<T>("POST", path, body);

const PAUSES = [400, 1200, 3000];
const pause = (length: number): Promise<void> => new Promise((done) => setTimeout(done, length));

/** Do something that carries an id of its own, so that a second try cannot do it twice: tried again while the line is down. */
export async function postOnce<T>(path: string, body: { id: string }, pauses: number[] = PAUSES): Promise<T> {
  for (const length of pauses) {
    try {
      return await post<T>(path, body);
    } catch (problem) {
      if (!(problem instanceof Unreachable)) throw problem;
      await pause(length);
    }
  }
  return post<T>(path, body);
}

/** Part of a path, made safe. */
export const part = (text: string): string => encodeURIComponent(text);

/** A query string of what is not empty. */
export function query(ask: object): string {
  const given = Object.entries(ask).filter(([, value]) => value !== undefined && value !== "") as [string, string][];
  return given.length ? `?${new URLSearchParams(given).toString()}` : "";
}
