// Keys that work everywhere on a page, except while somebody types or a dialog is open.

export type Keys = Record<string, (event: KeyboardEvent) => void>;

/** Whether this key press belongs to what is being typed or chosen, not to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
}

/** Follow these keys until the function that comes back is called. */
export function follow(keys: Keys): () => void {
  const press = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act(event);
  };
  window.addEventListener("keydown", press);
  return () => window.removeEventListener("keydown", press);
}
