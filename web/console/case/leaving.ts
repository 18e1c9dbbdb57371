// Closes what is open above the page when somebody goes elsewhere, by key or by pointer.

/** An attachment: `close` is called once the focus or a press is outside. The button that opened it closes it itself. */
export function leaving(close: () => void): (box: HTMLElement) => () => void {
  return (box) => {
    const outside = (target: EventTarget | null): boolean =>
      target instanceof Element && !box.contains(target) && !target.closest("[data-opener]");
    const focused = (event: FocusEvent): void => void (outside(event.relatedTarget) && close());
    const pressed = (event: PointerEvent): void => void (outside(event.target) && close());
    box.addEventListener("focusout", focused);
    document.addEventListener("pointerdown", pressed);
    return () => {
      box.removeEventListener("focusout", focused);
      document.removeEventListener("pointerdown", pressed);
    };
  };
}
