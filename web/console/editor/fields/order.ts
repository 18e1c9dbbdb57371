// Things in a row that change places: by dragging their handle, or by keys while it has the focus.

/** After which key something stands once it has moved one up or down, '': at the beginning; undefined where it cannot. */
export function movedAfter(keys: readonly string[], key: string, by: -1 | 1): string | undefined {
  const index = keys.indexOf(key);
  const target = index + by;
  if (index < 0 || target < 0 || target >= keys.length) return undefined;
  return keys[by > 0 ? target : target - 1] ?? "";
}

/** After which key something stands when it is dropped onto another: before it from below, behind it from above. */
export function droppedAfter(keys: readonly string[], key: string, onto: string): string | undefined {
  const [from, to] = [keys.indexOf(key), keys.indexOf(onto)];
  if (from < 0 || to < 0 || from === to) return undefined;
  return from < to ? onto : (keys[to - 1] ?? "");
}
