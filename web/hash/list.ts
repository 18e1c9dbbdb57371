// The fingerprints that were made and not yet sent, as she sees them: all of what would go out, and nothing else.
import type { Fingerprint } from "./messages";
import type { Item } from "./state";
import { asText, nameOf, shortened } from "./text";
import { at, say } from "./words";

/** Draw all of them, the newest first; `remove` is told the place of the one she does not want. */
export function drawItems(items: readonly Item[], remove: (place: number) => void): void {
  at("items").replaceChildren(...items.map((item, place) => drawn(item, () => remove(place))).reverse());
}

function drawn(item: Item, remove: () => void): HTMLElement {
  const shape = (at("item") as HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;
  const part = <Kind extends HTMLElement>(name: string): Kind => shape.querySelector<Kind>(`.${name}`)!;
  part("kind").textContent = say(part("kind"), item.made.kind);
  part("name").textContent = item.name;
  part("prints").replaceChildren(...item.made.hashes.map((one) => row(one, say(part("prints"), "raw"))));
  part("whole").textContent = asText([item.made]);
  for (const advice of shape.querySelectorAll<HTMLElement>("[data-advice]")) {
    advice.hidden = !advised(item).includes(advice.dataset.advice!);
  }
  part("remove").setAttribute("aria-label", say(part("remove"), "named", { name: item.name }));
  part("remove").addEventListener("click", remove);
  return part("item");
}

/** A video or any other file has no fingerprint of what it shows: said as well. */
const advised = ({ made, advice }: Item): string[] => [...advice, ...(made.kind === "video" ? ["video"] : [])];

function row(one: Fingerprint, raw: string): HTMLElement {
  const line = document.createElement("div");
  const label = document.createElement("dt");
  const value = document.createElement("dd");
  label.textContent = one.raw ? `${nameOf(one)} (${raw})` : nameOf(one);
  value.textContent = shortened(one.value);
  line.append(label, value);
  return line;
}
