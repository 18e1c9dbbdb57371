// Half-typed text, kept per case in this tab alone: it survives a reload and a lost line, and is gone with the tab.
// What of it touches the disk lies there sealed (sealed.ts), so that nobody at this computer can open it later.
import { shelf as sealed, type Shelf } from "./sealed";

export type Field = "reply" | "note" | "sending" | "passing";

const PREFIX = "haven.draft.";

/** Cases that are gone: what is still on its way here about them is kept no more. */
const gone = new Set<string>();

/** A case is gone: nothing that was typed about it stays in this browser. */
export function forgetCase(caseId: string, shelf: Shelf = sealed): void {
  gone.add(caseId);
  sealed.close(caseId);
  const keys = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
  for (const key of keys) if (key.startsWith(PREFIX) && key.includes(`.${caseId}.`)) shelf.removeItem(key);
}

/** A case that was gone is there again. */
export const thereAgain = (caseId: string): void => void gone.delete(caseId);

/** What one staff member has half typed. Whoever signs in after her in the same tab never sees it. */
export class Drafts {
  constructor(private readonly staff: string, private readonly shelf: Shelf = sealed) {
    forgetDrafts(shelf, this.own());
  }

  read(caseId: string, field: Field): string {
    return this.shelf.getItem(this.own() + caseId + "." + field) ?? "";
  }

  keep(caseId: string, field: Field, text: string): void {
    const key = this.own() + caseId + "." + field;
    try {
      if (text && !gone.has(caseId)) this.shelf.setItem(key, text);
      else this.shelf.removeItem(key);
    } catch {
      // The shelf is full or forbidden: typing goes on, only a reload would lose the text.
    }
  }

  private own(): string {
    return `${PREFIX}${this.staff}.`;
  }
}

/** Forget all half-typed text of this tab, but what begins with `kept`. To be called when somebody signs out. */
export function forgetDrafts(shelf: Shelf = sealed, kept = " "): void {
  const keys = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
  for (const key of keys) if (key.startsWith(PREFIX) && !key.startsWith(kept)) shelf.removeItem(key);
}
