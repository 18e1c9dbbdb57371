// Words that are being typed and are not saved yet: kept in this tab, so that neither a lost line nor a reload loses them.
import type { Edit } from "./shapes";

/** `edit`: what would be sent, with what was seen `before` and what is typed as `after`. `failed`: somebody else has
 * changed the same words; it waits for her choice. */
export interface Typing { edit: Edit; failed?: boolean }
type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A name for the field an edit writes. */
export const fieldOf = ({ edit, place, field, language, key }: Edit): string => [edit, place ?? language, field ?? key].join("|");

export class Typed {
  words = $state<Record<string, Typing>>({});

  constructor(private readonly draft: string, private readonly shelf: Shelf = sessionStorage) {
    try {
      const kept: unknown = JSON.parse(shelf.getItem(this.name()) ?? "{}");
      if (kept && typeof kept === "object") this.words = kept as Record<string, Typing>;
    } catch {
      shelf.removeItem(this.name());
    }
  }

  /** What is typed in this field; undefined: nothing that is not saved. */
  in(field: string): string | undefined {
    return this.words[field]?.edit["after"] as string | undefined;
  }

  type(edit: Edit): string {
    const field = fieldOf(edit);
    const begun = this.words[field];
    this.words[field] = { edit: begun ? { ...edit, before: begun.edit["before"] } : edit };
    this.keep();
    return field;
  }

  /** Saved, as it was sent: what has been typed since goes on from there. */
  saved(edit: Edit): void {
    const field = fieldOf(edit);
    const now = this.words[field];
    if (!now) return;
    if (now.edit["after"] === (edit["after"] ?? "")) delete this.words[field];
    else this.words[field] = { edit: { ...now.edit, before: edit["after"] } };
    this.keep();
  }

  fail(edit: Edit): void {
    const now = this.words[fieldOf(edit)];
    if (now) now.failed = true;
    this.keep();
  }

  /** After a reload: what is to be sent once more, also what stood against somebody else's words. */
  retried(): string[] {
    for (const typing of Object.values(this.words)) delete typing.failed;
    return Object.keys(this.words);
  }

  forget(field: string): void {
    delete this.words[field];
    this.keep();
  }

  private keep(): void {
    try {
      if (Object.keys(this.words).length) this.shelf.setItem(this.name(), JSON.stringify(this.words));
      else this.shelf.removeItem(this.name());
    } catch {
      // The shelf is full or forbidden: typing goes on, only a reload would lose the words.
    }
  }

  private name(): string {
    return `haven.editing.${this.draft}`;
  }
}
