// One message as a bubble, with its buttons; or the grey trace of one that was deleted.
import { h, icon, moment } from "./dom.js";
import { marked } from "./text.js";

const KINDS = {
  photo: ["photo", "Photo"], video: ["video", "Video"], animation: ["video", "Animation"],
  video_note: ["video", "Video message"], voice: ["voice", "Voice message"], audio: ["voice", "Audio"],
  document: ["document", "Document"], sticker: ["sticker", "Sticker"], location: ["location", "Location"],
  contact: ["contact", "Contact card"], poll: ["menu", "Poll"], dice: ["more", "Dice"],
  venue: ["location", "Place"],
};

// A file the bot has sent is there to be saved; anything else is only named.
function media({ id, kind, details, file }, phone) {
  const [shape, name] = KINDS[kind] ?? ["document", kind];
  const what = file
    ? h("a", { class: "file", href: `/emulator/phones/${phone}/files/${id}`, download: file.name },
        `${file.name} (${Math.ceil(file.size / 1024)} kB)`)
    : h("span", {}, name);
  return [h("p", { class: "media" }, icon(shape), what),
    details && h("p", { class: "words", dir: "auto" }, marked(details, []))];
}

function keyboard(message, press) {
  return h("div", { class: "keys", role: "group", "aria-label": "Buttons of this message" },
    message.buttons.map((row) => h("div", { class: "key-row" }, row.map((button) => h("button", {
      type: "button", class: "key", title: button.web_app ? "Opens a page" : button.url ?? null,
      onclick: () => press(message.id, button),
    }, button.text, button.web_app && icon("page"))))));  // the mark the apps put on it: it leads out of the chat
}

// A screen that is behind may still show buttons the bot took away: they can be pressed here.
function past(message, press) {
  if (!message.past?.length) return null;
  return h("details", { class: "past" }, h("summary", {}, "Earlier buttons"),
    h("div", { class: "key-row" }, message.past.map((button) => h("button", {
      type: "button", class: "key", onclick: () => press(message.id, button),
    }, button.text))));
}

function trace(message, press) {
  const who = message.mine ? "mine" : "theirs";
  return h("div", { class: `row ${who}`, "data-id": message.id },
    h("p", { class: "trace" }, moment(message.date, "Deleted message · ")), past(message, press));
}

function foot(message) {
  return h("p", { class: "foot" },
    message.protected && h("span", { class: "protected" }, icon("lock"), "Protected"),
    message.edited && h("span", {}, "edited"),
    moment(message.date));
}

export function bubble(message, press, phone) {
  if (message.deleted) return trace(message, press);
  const who = message.mine ? "mine" : "theirs";
  return h("div", { class: `row ${who}`, "data-id": message.id },
    h("div", { class: "bubble" },
      h("span", { class: "hidden-text" }, message.mine ? "Contact: " : "Bot: "),
      message.forwarded && h("p", { class: "forwarded" }, `Forwarded from ${message.forwarded}`),
      message.reply && h("p", { class: "quote" }, message.reply),
      ...(message.kind === "text" ? [] : media(message, phone)),
      message.text && h("p", { class: "words", dir: "auto" }, marked(message.text, message.entities)),
      foot(message)),
    message.reactions.length > 0 && h("p", { class: "reactions" }, message.reactions.join(" ")),
    message.buttons.length > 0 && keyboard(message, press),
    past(message, press));
}
