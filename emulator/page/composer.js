// Where the contact writes: text, things to attach, the bot's commands, the reply keyboard.
import { h, icon } from "./dom.js";
import { choice, popup } from "./popup.js";

const THINGS = [
  ["photo", "Photo"], ["video", "Video"], ["voice", "Voice message"], ["document", "Document"],
  ["sticker", "Sticker"], ["location", "Location"], ["contact", "Contact card"],
];
const FORWARDED = "Look what I found about you: example.com/abc";

function attachMenu(doing) {
  const button = h("button", { type: "button", class: "round", "aria-label": "Attach" }, icon("attach"));
  return popup(button, "Attach", (close) => [
    ...THINGS.map(([kind, words]) => choice(words, close, () => doing("send", { kind }), icon(kind))),
    choice("Forwarded message", close, () => doing("forward", { text: FORWARDED, from_name: "A friend" }),
      icon("forward")),
  ]);
}

function commandMenu(commands, doing) {
  const button = h("button", { type: "button", class: "round", "aria-label": "Commands of the bot" }, icon("menu"));
  return popup(button, "Commands of the bot", (close) => {
    const known = commands();
    if (known.length === 0) return [choice("The bot has set no commands", close, () => {})];
    return known.map((one) => choice(one.description, close, () => doing("say", { text: `/${one.command}` }),
      h("code", { class: "command" }, `/${one.command}`)));
  });
}

export function composer(name, commands, doing) {
  const field = h("textarea", { class: "field", rows: 1, "aria-label": `Message as ${name}`, placeholder: "Message" });
  const send = async () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    if (!(await doing("say", { text })) && !field.value) field.value = text;
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  const form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    commandMenu(commands, doing), attachMenu(doing), field,
    h("button", { class: "round send", "aria-label": "Send" }, icon("send")));
  return { form, field };
}

export function replyKeyboard(keyboard, doing) {
  if (!keyboard) return [];
  return keyboard.rows.map((row) => h("div", { class: "key-row" },
    row.map((text) => h("button", { type: "button", class: "key", onclick: () => doing("say", { text }) }, text))));
}
