// Which key means what in the outline, as trees are used everywhere; on a step more than on a whole part.

type Pressed = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

const ANYWHERE: Record<string, string> = {
  ArrowDown: "next", ArrowUp: "previous", ArrowRight: "into", ArrowLeft: "out", Home: "first", End: "last", Enter: "open", " ": "open",
  F2: "rename", Insert: "add", Delete: "remove",
};

export function treeKey(event: Pressed, onStep: boolean): string | null {
  if (event.ctrlKey || event.metaKey) return onStep && !event.altKey && event.key.toLowerCase() === "d" ? "copy" : null;
  if (event.altKey) return onStep ? ({ ArrowUp: "up", ArrowDown: "down" }[event.key] ?? null) : null;
  return ANYWHERE[event.key] ?? null;
}
