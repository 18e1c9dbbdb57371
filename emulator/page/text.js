// A text with Telegram's entities, as text nodes in a few harmless elements. Links are shown, never followed.
import { h } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code",
  blockquote: "q", expandable_blockquote: "q",
};

// A grey bar until it is tapped, here as in the apps; whoever cannot see it hears that something is covered.
function spoiler(children) {
  const inside = h("span", { class: "inside" }, ...children);
  const open = () => {
    bar.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) bar.removeAttribute(name);
  };
  const bar = h("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "Covered words: tap to read", onclick: open,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    },
  }, inside);
  return bar;
}

function wrap(entity, children) {
  if (entity.type === "spoiler") return spoiler(children);
  if (entity.type === "text_link") {
    const to = h("span", { class: "link-target" }, ` (${entity.url})`);
    return h("span", { class: "marked" }, ...children, to);
  }
  const tag = TAGS[entity.type];
  return tag ? h(tag, { class: entity.type }, ...children) : h("span", { class: "marked" }, ...children);
}

// Telephone numbers as the apps show them: six digits at least, in groups or after a plus; dates and times are none.
const NUMBER = /(?<![\w+#/:.,€$-]|[\d€$][ \u00a0])(?:\+\d|\d)\d*(?:[ \u00a0.-]?\(?\d+\)?)*(?![\w/:€%-])/g;
const DATE = /^(?:\d{4}[.-]\d\d?[.-]\d\d?|\d\d?[.-]\d\d?[.-]\d{2,4})$/;

function isNumber(found) {
  const digits = found.replace(/\D/g, "").length;
  return digits >= 6 && digits <= 15 && /^\+|\D|^0/.test(found) && !DATE.test(found);
}

function plain(text) {
  const nodes = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(NUMBER)) {
    if (!isNumber(found)) continue;
    if (index > at) nodes.push(document.createTextNode(text.slice(at, index)));
    nodes.push(h("span", { class: "marked number" }, found));
    at = index + found.length;
  }
  if (at < text.length) nodes.push(document.createTextNode(text.slice(at)));
  return nodes;
}

// Offsets count UTF-16 units, and so do JavaScript's strings.
export function marked(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  const inside = entities.filter((one) => one.offset >= from && one.offset + one.length <= to);
  for (const entity of inside) {
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    if (entity.offset > at) nodes.push(...plain(text.slice(at, entity.offset)));
    const rest = inside.filter((one) => one !== entity && one.offset >= entity.offset && one.offset + one.length <= end);
    nodes.push(wrap(entity, marked(text, rest, entity.offset, end)));
    at = end;
  }
  if (at < to) nodes.push(...plain(text.slice(at, to)));
  return nodes;
}
