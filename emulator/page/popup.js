// A small list that opens from a button: by mouse, by keyboard, closed by Escape or by going elsewhere.
import { h } from "./dom.js";

let number = 0;

export function popup(button, label, fill) {
  const id = `popup-${(number += 1)}`;
  const list = h("div", { class: "popup", id, role: "group", "aria-label": label, hidden: true });
  const box = h("div", { class: "popup-box" }, button, list);
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", id);

  const show = (open) => {
    list.replaceChildren(...(open ? fill(() => { show(false); button.focus(); }) : []));
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) list.querySelector("button")?.focus();
  };
  button.addEventListener("click", () => show(list.hidden));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      button.focus();
    }
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.hidden && !box.contains(event.target)) show(false);
  });
  return box;
}

export function choice(words, close, choose, ...before) {
  return h("button", { type: "button", class: "choice", onclick: () => { close(); choose(); } }, ...before, words);
}
