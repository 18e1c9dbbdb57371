import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { get, part, post, postOnce, query, Refusal, Unreachable } from "./api";
import { hashOf, placeOf } from "./router.svelte";

let answers: (Response | Error)[], asked: RequestInit[], left: string[], kept: Record<string, string>;

beforeEach(() => {
  [answers, asked, left, kept] = [[], [], [], {}];
  vi.stubGlobal("fetch", async (_path: string, how: RequestInit) => {
    asked.push(how);
    const answer = answers.shift() ?? new Response("{}");
    if (answer instanceof Error) throw answer;
    return answer;
  });
  vi.stubGlobal("location", { hash: "#/cases/c1", assign: (page: string) => left.push(page) });
  vi.stubGlobal("sessionStorage", { setItem: (key: string, text: string) => (kept[key] = text) });
});
afterEach(() => vi.unstubAllGlobals());

const refused = (status: number, refusal: string, about = {}): Response => Response.json({ refusal, about }, { status });

test("a refusal says what was refused, and keeps her where she is", async () => {
  answers = [refused(409, "already_taken", { alias: "Lou" })];
  const problem = await post("/x").catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Refusal);
  expect(problem).toMatchObject({ status: 409, code: "already_taken", about: { alias: "Lou" } });
  expect(left).toEqual([]);
});

test.each([
  [401, "signed_out", "/console/sign-in"],
  [403, "step_up", "/console/step-up"],
])("%i %s leads to the page for it, and the way back is kept", async (status, code, page) => {
  answers = [refused(status, code)];
  await expect(get("/x")).rejects.toBeInstanceOf(Refusal);
  expect([left, kept]).toEqual([[page], { "haven.return": "#/cases/c1" }]);
});

test("what carries no id of its own is never sent twice", async () => {
  answers = [new TypeError("down")];
  await expect(post("/x")).rejects.toBeInstanceOf(Unreachable);
  expect(asked.length).toBe(1);
});

test("what carries an id is sent again while the line is down, with the same id", async () => {
  answers = [new TypeError("down"), new TypeError("down"), Response.json({ fresh: false })];
  expect(await postOnce("/x", { id: "a1" }, [0, 0])).toEqual({ fresh: false });
  expect(asked.map((how) => how.body)).toEqual(Array(3).fill('{"id":"a1"}'));
});

test("a refusal is an answer: it is not asked for again", async () => {
  answers = [refused(409, "not_hers")];
  await expect(postOnce("/x", { id: "a1" }, [0, 0])).rejects.toMatchObject({ code: "not_hers" });
  expect(asked.length).toBe(1);
});

test("an answer that is no JSON, as a proxy gives, is taken for trouble and not for success", async () => {
  answers = [new Response("<html>", { status: 502 }), new Response("<html>")];
  await expect(get("/x")).rejects.toMatchObject({ code: "trouble" });
  await expect(get("/x")).rejects.toBeInstanceOf(Unreachable);
});

test("paths and questions are made safe", () => {
  expect(part("../me?x")).toBe("..%2Fme%3Fx");
  expect(query({ team: "a b", holder: undefined, number: "" })).toBe("?team=a+b");
  expect(query({})).toBe("");
});

test("a place and its address lead to one another; an unknown address is the queue", () => {
  for (const place of [{ page: "queue" }, { page: "case", id: "-a_B9" }, { page: "own" }, { page: "colleagues" }] as const)
    expect(placeOf(hashOf(place))).toEqual(place);
  for (const place of [{ page: "conversation" }, { page: "draft", id: "-a_B9" }, { page: "draft", id: "d", step: "triage.age" }, { page: "draft", id: "d", view: "graph", step: "triage" }] as const)
    expect(placeOf(hashOf(place))).toEqual(place);
  expect(placeOf("#/drafts/d/step/../../x")).toEqual({ page: "draft", id: "d" });
  for (const lure of ["#/nonsense/x", "#/cases/%", "#/cases/%E0%A4%A", "#/cases/..", "#/cases/a%2F..%2Fb", "#//evil.example"])
    expect(placeOf(lure)).toEqual({ page: "queue" });
});
