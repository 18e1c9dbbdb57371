// What is done to whole steps, from the outline, from the form and by keys alike.
import { beginning } from "./beginnings";
import { freeKey, parts, stepAt, stepsOf } from "./places";
import type { OpenDraft } from "./draft.svelte";
import { movedAfter } from "./fields/order";
import type { Edit, Shapes } from "./shapes";

const keysOf = (draft: OpenDraft, flow: string): string[] => stepsOf(draft.content.flows[flow]).map(([key]) => key);

/** A copy behind it, and the copy is opened. */
export async function copyStep(draft: OpenDraft, place: string): Promise<void> {
  const { flow, step } = parts(place);
  const key = freeKey(step, keysOf(draft, flow), 20);
  if (await draft.edit({ edit: "copy_step", place, flow, key })) draft.select(`${flow}.${key}`);
}

/** One place up or down among the steps of its part. Where it leads does not change. */
export async function moveStep(draft: OpenDraft, place: string, by: -1 | 1): Promise<boolean> {
  const { flow, step } = parts(place);
  const after = movedAfter(keysOf(draft, flow), step, by);
  return after !== undefined && draft.edit({ edit: "move_step", place, after });
}

/** A new step of this type, behind another one or first; and whatever is to lead there. Behind a step that simply goes on,
 * it is put in between. */
export async function addStep(draft: OpenDraft, shapes: Shapes, flow: string, after: string | null, type: string, then?: (key: string) => Edit[]): Promise<void> {
  const key = freeKey(type, keysOf(draft, flow), 20);
  const before = after ? stepAt(draft.content, after) : null;
  const goesOn = (one: string): boolean => one !== "branch" && Boolean(shapes[one]?.fields.some((field) => field.name === "go"));
  const between = !then && after && before && goesOn(before.type);
  const go = between && goesOn(type) && typeof before["go"] === "string" ? { go: before["go"] } : {};
  const add = { edit: "add_step", flow, key, type, after: after ? parts(after).step : "", fields: { ...beginning(type), ...go } };
  const lead = between ? [{ edit: "write", place: after, field: "go", ...("go" in before ? { before: before["go"] } : {}), after: key }] : (then?.(key) ?? []);
  if (await draft.edit(add, ...lead)) draft.select(`${flow}.${key}`);
}
