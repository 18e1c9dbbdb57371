// Changes as the server tells them: carried out on our own copy of a draft, and turned round to undo them.
import { own } from "./own";
import type { Change, Edited, Plain } from "./shapes";

const ORDER = "#order";
type Node = Plain | undefined;
type Record_ = { [key: string]: Plain };

const isRecord = (node: Node): node is Record_ => typeof node === "object" && node !== null && !Array.isArray(node);
const isOrder = ({ path }: Change): boolean => path.at(-1) === ORDER;
const keyOf = (node: Node): string | null => (isRecord(node) && typeof node["key"] === "string" ? node["key"] : null);

/** The content after these changes, what concerns an order last. What did not change is the very same object: whoever
 * shows it need not look again. */
export function apply<T>(content: T, changes: readonly Change[]): T {
  const [orders, others] = [changes.filter(isOrder), changes.filter((one) => !isOrder(one))];
  return [...others, ...orders].reduce<Node>((node, change) => put(node, change.path, change.after), content as Node) as T;
}

/** The same changes the other way round, last first. */
export function inverse(changes: readonly Change[]): Change[] {
  return changes.toReversed().map(({ path, ...had }) => {
    const back: Change = { path };
    if (had.after !== undefined) back.before = had.after;
    if (had.before !== undefined) back.after = had.before;
    return back;
  });
}

/** What stands at a path; undefined where nothing does. */
export function at(content: unknown, path: readonly string[]): Node {
  return path.reduce<Node>((node, name) => {
    if (Array.isArray(node)) return node.find((one) => keyOf(one) === name);
    return isRecord(node) ? own(node, name) : undefined;
  }, content as Node);
}

function put(node: Node, path: readonly string[], after: Node): Node {
  const [name, ...rest] = path;
  if (name === undefined) return after;
  if (name === ORDER) return ordered(node, Array.isArray(after) ? after : []);
  return Array.isArray(node) ? inList(node, name, rest, after) : inRecord(isRecord(node) ? node : {}, name, rest, after);
}

function inList(list: Plain[], name: string, rest: readonly string[], after: Node): Plain[] {
  const index = list.findIndex((one) => keyOf(one) === name);
  const next = put(index < 0 ? (rest.length ? { key: name } : undefined) : list[index], rest, after);
  if (next === undefined) return list.filter((_, place) => place !== index);
  return index < 0 ? [...list, next] : list.with(index, next);
}

function inRecord(record: Record_, name: string, rest: readonly string[], after: Node): Record_ {
  const next = put(own(record, name), rest, after);
  if (next !== undefined) return { ...record, [name]: next };
  const { [name]: _gone, ...others } = record;
  return others;
}

/** In the order of these keys; what they do not name stays behind, as it stood. */
function ordered(node: Node, keys: readonly Plain[]): Node {
  const place = new Map(keys.map((key, index) => [key, index] as const));
  const rank = (key: string | null): number => place.get(key) ?? keys.length;
  if (Array.isArray(node)) return node.toSorted((one, other) => rank(keyOf(one)) - rank(keyOf(other)));
  if (!isRecord(node)) return node;
  return Object.fromEntries(Object.entries(node).toSorted(([one], [other]) => rank(one) - rank(other)));
}

/** Who changed what stands at a path, or within, last of all these; nothing where none of them did. */
export function whose(path: readonly string[], edits: readonly Edited[]): { by?: string; at?: string } {
  const touches = (other: readonly string[]): boolean => other.every((name, index) => index >= path.length || name === path[index]);
  const found = edits.findLast((one) => one.changes.some((change) => touches(change.path)));
  return found ? { by: found.by, at: found.at } : {};
}
