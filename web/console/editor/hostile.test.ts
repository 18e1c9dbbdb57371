// Drafts that colleagues may leave behind: whatever stands in them, the page that shows them goes on.
import { expect, test } from "vitest";
import { buttonsOf } from "./buttons";
import { apply, at, inverse } from "./changes";
import { flowName } from "./flows_named";
import { factName, fieldName, typeIsFor, typeName, valueName } from "./named";
import { outline } from "./outline";
import { pathName, plainWords } from "./paths";
import { stepAt, valueAt } from "./places";
import type { Change, Content, Plain, Step } from "./shapes";
import { stepTitle } from "./steps";

const NAMES = ["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "prototype"];
const parsed = <T>(text: string): T => JSON.parse(text) as T;
const named = (name: string): Content =>
  parsed(`{"languages":["en"],"translations":{"en":{}},"flows":{"a":{"flow":"a","start":"${name}","steps":{"e":{"type":"call","flow":"${name}","go":"${name}"}}},
  "${name}":{"flow":"${name}","start":"${name}","steps":{"${name}":{"type":"${name}","sets":{"${name}":"${name}"}}}}}}`);

test.each(NAMES)("a flow, a step, a type and a fact called %s are called so, and nothing else", (name) => {
  const read = name.replaceAll("_", " ");
  for (const said of [flowName(name), typeName(name), fieldName(name), factName(name), valueName(name)]) expect(said).toBe(read);
  expect(typeIsFor(name)).toBe("");
  const content = named(name);
  for (const flow of outline(content)) for (const { place, step } of flow.steps) expect(stepTitle(content, place, step)).toBeTypeOf("string");
  expect(stepTitle(content, `${name}.${name}`, stepAt(content, `${name}.${name}`) as Step)).toBe(`${read} · ${read}`);
  expect(buttonsOf({ type: name } as Step, {})).toEqual([]);
});

test.each(NAMES)("what is not in a draft is not found there, though it were called %s", (name) => {
  const content = parsed<Content>('{"languages":["en"],"translations":{},"flows":{"a":{"start":"e","steps":{"e":{"type":"end"}}}}}');
  expect([stepAt(content, `a.${name}`), stepAt(content, `${name}.e`)]).toEqual([null, null]);
  expect([valueAt({ type: "end" } as Step, name), at(content, [name]), at(content, ["flows", name, "steps"])]).toEqual([undefined, undefined, undefined]);
  expect(pathName(content, ["flows", name, "steps", name, name])).toBeTypeOf("string");
});

test.each(NAMES)("a change at %s changes the draft and no other object, and can be undone", (name) => {
  const content = parsed<Content>('{"languages":["en"],"translations":{},"flows":{"a":{"start":"e","steps":{"e":{"type":"end"}}}}}');
  const changes = parsed<Change[]>(`[{"path":["flows","${name}"],"after":{"steps":{"${name}":{"polluted":1}}}},{"path":["flows","a","steps","e","${name}"],"after":"polluted"}]`);
  const after = apply(content, changes);
  expect(at(after, ["flows", name, "steps", name, "polluted"])).toBe(1);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(Object.getPrototypeOf(after.flows)).toBe(Object.prototype);
  expect(JSON.stringify(apply(after, inverse(changes)))).toBe(JSON.stringify(content));
});

test.each<Plain>([{}, { type: 5 }, { type: null }, { type: { a: 1 } }, { type: "choose", say: 5, choices: "x" }, { type: "card", cards: [1, { a: 2 }] }, { type: "branch", cases: [null, 1, { when: 5 }, { when: [] }] }])(
  "a step in which anything stands has a title: %j",
  (step) => {
    const content = { languages: ["en"], translations: {}, flows: { a: { start: "e", steps: { e: step } } } } as unknown as Content;
    for (const flow of outline(content)) for (const one of flow.steps) expect(stepTitle(content, one.place, one.step)).toBeTypeOf("string");
    expect(buttonsOf(step as unknown as Step, {})).toEqual([]);
    expect(plainWords(step)).toBeTypeOf("string");
  },
);
