// A sheet that unfolds from its button: Esc folds it and gives the focus back, a press elsewhere folds it too.

export function unfolded(box: HTMLDetailsElement): () => void {
  const elsewhere = (event: Event): void => {
    if (event.target instanceof Node && !box.contains(event.target)) box.open = false;
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.querySelector("summary")?.focus();
    event.preventDefault();
  };
  window.addEventListener("click", elsewhere);
  box.addEventListener("keydown", escape);
  return () => {
    window.removeEventListener("click", elsewhere);
    box.removeEventListener("keydown", escape);
  };
}
