// A reply is sent once, in order, whatever happens to the line; its text is never lost.
import { expect, test, vi } from "vitest";
import { Refusal, Unreachable } from "../api";
import type { Acted, Line } from "../contract";
import { newId } from "./ids";
import { Sending, type Post } from "./sending.svelte";

const DONE: Acted = { row: null, fresh: true };
const settled = async (): Promise<void> => { for (let n = 0; n < 20; n++) await Promise.resolve(); };

/** A desk whose server answers as told, and the paper its texts are kept on. */
function desk(answers: (unknown | Acted)[], paper = { text: "" }, now = 0) {
  const posted: { id: string; text: string }[] = [];
  const post: Post = async (body) => {
    posted.push(body);
    const answer = answers.shift() ?? DONE;
    if (answer instanceof Error) throw answer;
    return answer as Acted;
  };
  const kept = { read: () => paper.text, keep: (text: string) => void (paper.text = text) };
  return { posted, paper, sending: new Sending(post, kept, () => undefined, () => now) };
}

test("ids are long, safe in an address, and never the same", () => {
  const ids = Array.from({ length: 1000 }, () => newId());
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(newId((bytes) => bytes.fill(255))).toBe("_____________________w");
});

test("no answer: the text stays, and trying again sends the same id", async () => {
  const { sending, posted, paper } = desk([new Unreachable(), DONE]);
  const id = sending.send("Ik ben hier");
  await settled();
  expect(sending.waiting).toMatchObject([{ id, text: "Ik ben hier", state: "unknown" }]);
  expect(paper.text).toContain("Ik ben hier");
  await sending.again();
  expect(posted.map((one) => one.id)).toEqual([id, id]);
  expect(paper.text).toBe("");
});

test("when the line is good again, what hung goes out by itself", async () => {
  const { sending, posted } = desk([new Unreachable(), DONE]);
  sending.send("een");
  await settled();
  await sending.resume();
  expect(posted.map((one) => one.text)).toEqual(["een", "een"]);
});

test("what nobody answered goes out by itself once somebody does, and what was written after it follows", async () => {
  vi.useFakeTimers();
  const { sending, posted } = desk([new Unreachable(), new Unreachable(), DONE, DONE]);
  sending.send("een");
  sending.send("twee");
  await vi.advanceTimersByTimeAsync(8_000);
  expect(posted.map((one) => one.text)).toEqual(["een", "een"]);
  expect(sending.waiting[0]?.state).toBe("unknown");
  await vi.advanceTimersByTimeAsync(8_000);
  expect(posted.map((one) => one.text)).toEqual(["een", "een", "een", "twee"]);
  expect(new Set(posted.map((one) => one.id)).size).toBe(2);
  vi.useRealTimers();
});

test("a page that was left tries nothing any more", async () => {
  vi.useFakeTimers();
  const { sending, posted } = desk([new Unreachable()]);
  sending.send("een");
  await vi.advanceTimersByTimeAsync(0);
  sending.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(posted).toHaveLength(1);
  vi.useRealTimers();
});

test("the server in trouble is no refusal: it may have been sent", async () => {
  const { sending } = desk([new Refusal(503, "trouble")]);
  sending.send("een");
  await settled();
  expect(sending.waiting[0]?.state).toBe("unknown");
});

test("a later reply does not overtake one that hangs", async () => {
  const { sending, posted } = desk([new Unreachable()]);
  sending.send("een");
  sending.send("twee");
  await settled();
  expect(posted.map((one) => one.text)).toEqual(["een"]);
  await sending.again();
  expect(posted.map((one) => one.text)).toEqual(["een", "een", "twee"]);
});

test("refused: it says why, was not sent, and can be taken back", async () => {
  const { sending, paper } = desk([new Refusal(409, "not_hers", { holder: "staff", alias: "Noor" })]);
  const id = sending.send("Ik ben hier");
  await settled();
  expect(sending.waiting[0]).toMatchObject({ state: "refused", why: "Noor has this case now, so nothing was done." });
  expect(sending.takeBack(id)).toBe("Ik ben hier");
  expect(sending.waiting).toEqual([]);
  expect(paper.text).toBe("");
});

test("what the transcript shows is on its way no longer", async () => {
  const { sending } = desk([DONE]);
  const id = sending.send("een");
  await settled();
  expect(sending.waiting).toHaveLength(1);
  sending.arrived([{ id } as Line]);
  expect(sending.waiting).toEqual([]);
});

test("a reload in the middle sends the same id again; an hour later it waits for her word", async () => {
  const paper = { text: "" };
  const id = desk([new Promise(() => undefined)], paper).sending.send("een");
  const soon = desk([], paper, 5_000);
  await settled();
  expect(soon.posted.map((one) => one.id)).toEqual([id]);
  desk([new Promise(() => undefined)], paper).sending.send("twee");
  const late = desk([], paper, 3_600_000);
  await settled();
  expect(late.posted).toEqual([]);
  await late.sending.resume();
  expect(late.posted).toEqual([]);
  expect(late.sending.waiting).toMatchObject([{ text: "twee", state: "unknown" }]);
  await late.sending.again();
  expect(late.posted.map((one) => one.text)).toEqual(["twee"]);
});

test("paper that cannot be read is no reason to stop", () => {
  expect(desk([], { text: "{" }).sending.waiting).toEqual([]);
});
