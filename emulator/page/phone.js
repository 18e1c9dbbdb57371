// One phone: its head, its chat, its composer. Draws again only what changed.
import { act } from "./api.js";
import { bubble } from "./bubble.js";
import { composer, replyKeyboard } from "./composer.js";
import { day, h, icon } from "./dom.js";
import { choice, popup } from "./popup.js";

const LANGUAGES = { nl: "Nederlands", fr: "Français", en: "English", de: "Deutsch" };

export const languageName = (code) => LANGUAGES[code] ?? code ?? "No language";

export class Phone {
  constructor(state) {
    this.state = state;
    this.drawn = new Map();
    this.element = this.build();
    this.update(state);
  }

  build() {
    const { id, name } = this.state;
    const doing = (verb, body) => this.do(verb, body);
    this.status = h("p", { class: "status" });
    this.days = "";
    this.about = h("p", { class: "about" });
    this.log = h("div", { class: "log", role: "log", tabindex: "0", "aria-label": `Chat of ${name}` }, this.about);
    this.followEnd();
    this.toast = h("p", { class: "toast", role: "status" });
    this.keys = h("div", { class: "reply-keys", role: "group", "aria-label": `Reply keyboard of ${name}` });
    const { form, field } = composer(name, () => this.state.commands, doing);
    this.form = form;
    this.field = field;
    this.start = h("button", { type: "button", class: "wide-button", onclick: () => this.begin() }, "Start");
    this.unblock = h("button", { type: "button", class: "wide-button", onclick: () => doing("unblock") },
      "Unblock the bot");
    return h("section", { class: "phone", id: `phone-${id}`, "aria-label": `Phone of ${name}` },
      h("header", { class: "head" }, h("span", { class: "avatar", "aria-hidden": "true" }, initials(name)),
        h("div", { class: "who" }, h("h2", {}, name), this.status), this.moreMenu(doing)),
      this.log, this.toast, this.keys, h("div", { class: "below" }, this.start, this.unblock, form));
  }

  // Who reads the end goes on reading the end, also when a keyboard or a narrower bar takes room away.
  followEnd() {
    this.atEnd = true;
    let before = 0;
    this.log.addEventListener("scroll", () => {
      const { scrollTop, scrollHeight, clientHeight } = this.log;
      if (scrollHeight - scrollTop - clientHeight < 80) this.atEnd = true;
      else if (scrollTop < before) this.atEnd = false;  // a hand went up; a page that grew is no hand
      before = scrollTop;
    });
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); }).observe(this.log);
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  moreMenu(doing) {
    const button = h("button", { type: "button", class: "round", "aria-label": `More for ${this.state.name}` },
      icon("more"));
    return popup(button, "More", (close) => {
      const mine = this.state.messages.findLast((one) => one.mine && !one.deleted && one.kind === "text");
      const theirs = this.state.messages.findLast((one) => !one.mine && !one.deleted);
      const { blocked } = this.state;
      return [
        !blocked && mine && choice("Replace my last message by the draft", close, () => this.edit(mine)),
        !blocked && theirs && choice("Put 👍 on the last message", close,
          () => doing("react", { message_id: theirs.id, emoji: "👍" })),
        theirs?.glance && choice("Glance at the locked screen", close, () => this.say(`Locked screen: ${theirs.glance}`)),
        choice(blocked ? "Unblock the bot" : "Block the bot", close, () => doing(blocked ? "unblock" : "block")),
      ].filter(Boolean);
    });
  }

  begin() {
    this.field.focus();
    this.do("say", { text: "/start" });
  }

  edit(message) {
    const text = this.field.value.trim() || `${message.text} (edited)`;
    this.field.value = "";
    this.do("edit", { message_id: message.id, text });
  }

  async do(verb, body = {}) {
    try {
      await act(this.state.id, verb, body);
      return true;
    } catch (problem) {
      this.say(problem.message);
      return false;
    }
  }

  press(messageId, button) {
    if (button.callback_data !== undefined) this.do("press", { message_id: messageId, data: button.callback_data });
    else if (button.web_app) this.open(messageId, button.text);
    else if (button.url) this.say(`This button would open ${button.url}`);
  }

  // An app opens it over the chat; here it gets a tab of its own, which knows nothing of this one.
  async open(messageId, label) {
    try {
      const { result } = await act(this.state.id, "open", { message_id: messageId, label });
      window.open(result, "_blank", "noopener,noreferrer");
    } catch (problem) {
      this.say(problem.message);
    }
  }

  say(words) {
    this.toast.textContent = words;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toast.textContent = ""; }, 6000);
  }

  update(state) {
    this.state = state;
    this.showTyping(state.typing);
    this.about.textContent = state.about || "Nothing written yet.";
    this.about.hidden = state.messages.length > 0;
    this.draw(state.messages);
    this.keys.replaceChildren(...replyKeyboard(state.keyboard, (verb, body) => this.do(verb, body)));
    this.keys.hidden = !state.keyboard || state.blocked;
    this.unblock.hidden = !state.blocked;
    this.start.hidden = state.blocked || state.messages.length > 0;
    this.form.hidden = state.blocked;
    this.element.classList.toggle("blocked", state.blocked);
  }

  showTyping(seconds) {
    clearTimeout(this.typingTimer);
    const { blocked, language } = this.state;
    if (seconds > 0 && !blocked) {
      this.status.replaceChildren("typing", h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")));
      this.typingTimer = setTimeout(() => this.showTyping(0), seconds * 1000);
    } else {
      this.status.textContent = blocked ? "Bot blocked" : languageName(language);
    }
  }

  draw(messages) {
    const { atEnd } = this;
    for (const message of messages) {
      const print = JSON.stringify(message);
      const before = this.drawn.get(message.id);
      if (before?.print === print) continue;
      const node = bubble(message, (id, button) => this.press(id, button), this.state.id);
      if (before) {
        const hadFocus = before.node.contains(document.activeElement);
        before.node.replaceWith(node);
        if (hadFocus) (node.querySelector("button, summary") ?? this.log).focus({ preventScroll: true });
      } else {
        this.separate(message.date);
        this.log.append(node);
      }
      this.drawn.set(message.id, { print, node });
    }
    if (atEnd) this.toEnd();
  }

  separate(seconds) {
    if (day(seconds) === this.days) return;
    this.days = day(seconds);
    this.log.append(h("p", { class: "day" }, h("span", {}, this.days)));
  }
}

function initials(name) {
  const words = name.split(/\s+/);
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}
