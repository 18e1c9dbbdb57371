// Which words of a text are gone and which are new, word by word.

export interface Piece { text: string; way: "same" | "gone" | "new" }
const pieces = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];

/** Both texts as one row of pieces: read without those that are gone it is the new one, without the new ones the old. */
export function compared(before: string, after: string): Piece[] {
  const [old, now] = [pieces(before), pieces(after)];
  const longest = old.map(() => new Uint16Array(now.length + 1));
  longest.push(new Uint16Array(now.length + 1));
  const at = (row: number, column: number): number => longest[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = now.length - 1; column >= 0; column -= 1)
      (longest[row] as Uint16Array)[column] = old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  const found: Piece[] = [];
  let row = 0, column = 0;
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      found.push({ text: old[row] ?? "", way: "same" });
      row += 1;
      column += 1;
    } else if (column >= now.length || (row < old.length && at(row + 1, column) >= at(row, column + 1))) {
      found.push({ text: old[row] ?? "", way: "gone" });
      row += 1;
    } else {
      found.push({ text: now[column] ?? "", way: "new" });
      column += 1;
    }
  }
  return together(found);
}

/** What changed in one place as one: first what is gone, then what is new. A space between two changes is part of them. */
function together(found: Piece[]): Piece[] {
  const row: Piece[] = [];
  const held = { gone: "", new: "" };
  const put = (text: string, way: Piece["way"]): void => {
    const last = row.at(-1);
    if (text && last?.way === way) last.text += text;
    else if (text) row.push({ text, way });
  };
  const release = (): void => {
    put(held.gone, "gone");
    put(held.new, "new");
    [held.gone, held.new] = ["", ""];
  };
  for (const [index, { text, way }] of found.entries()) {
    const between = (held.gone || held.new) && !text.trim() && found[index + 1] && found[index + 1]?.way !== "same";
    if (way !== "same") held[way] += text;
    else if (between) [held.gone, held.new] = [held.gone + text, held.new + text];
    else {
      release();
      put(text, "same");
    }
  }
  release();
  return row;
}
