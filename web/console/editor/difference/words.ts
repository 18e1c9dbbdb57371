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
  const add = (text: string | undefined, way: Piece["way"]): void => {
    const last = found.at(-1);
    if (last?.way === way) last.text += text ?? "";
    else found.push({ text: text ?? "", way });
  };
  let row = 0, column = 0;
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      add(old[row], "same");
      row += 1;
      column += 1;
    } else if (column >= now.length || (row < old.length && at(row + 1, column) >= at(row, column + 1))) {
      add(old[row], "gone");
      row += 1;
    } else {
      add(now[column], "new");
      column += 1;
    }
  }
  return found;
}
