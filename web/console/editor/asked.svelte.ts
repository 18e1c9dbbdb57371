// What the editor is being asked just now, in a dialog; and whether she wants to see the short names of things.
import type { Edit } from "./shapes";

export type Asking =
  | { what: "add"; flow: string; after: string | null; then?: (key: string) => Edit[] }
  | { what: "remove"; place: string }
  | { what: "rename"; place: string }
  | { what: "move"; place: string }
  | { what: "add_flow"; then?: (key: string) => Edit[] };

class Asked {
  now = $state.raw<Asking | null>(null);
  /** How many came to each step of what runs. */
  counts = $state(false);
  keys = $state(localStorage.getItem("haven.editor.keys") === "shown");

  showKeys(on: boolean): void {
    this.keys = on;
    localStorage.setItem("haven.editor.keys", on ? "shown" : "hidden");
  }
}

export const asked = new Asked();
