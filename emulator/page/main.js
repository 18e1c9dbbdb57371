// The page: reads the phones, draws them side by side or one at a time, and listens for what changes.
import { listen, read } from "./api.js";
import { buildBar, readBot, readClock } from "./bar.js";
import { h } from "./dom.js";
import { languageName, Phone } from "./phone.js";

const phones = new Map();
const shelf = document.querySelector("#phones");
const switcher = document.querySelector("#switcher");
const notice = document.querySelector("#notice");
const waiting = new Set();

const connection = document.querySelector("#connection");
let run = null;
let again = 0;

const say = (words) => { notice.textContent = words; };

function choose(id) {
  for (const [number, { phone, tab }] of phones) {
    const isOn = number === id;
    phone.element.classList.toggle("current", isOn);
    tab.setAttribute("aria-current", String(isOn));
    if (!isOn) continue;
    tab.classList.remove("news");
    phone.toEnd();
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    phone.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function add(state) {
  const phone = new Phone(state);
  const tab = h("button", { type: "button", class: "tab", onclick: () => choose(state.id) },
    h("span", {}, state.name), h("small", {}, languageName(state.language)));
  phones.set(state.id, { phone, tab });
  shelf.append(phone.element);
  switcher.append(tab);
  phone.toEnd();
}

// An emulator that was started anew knows nothing of what stands here, though its numbers may be the same.
function startOver() {
  phones.clear();
  shelf.replaceChildren();
  switcher.replaceChildren();
}

async function everything() {
  const states = await read("phones");
  const before = phones.size;
  for (const state of states) {
    if (phones.has(state.id)) phones.get(state.id).phone.update(state);
    else add(state);
  }
  if (phones.size > before) choose(before === 0 ? states[0].id : states.at(-1).id);
  shelf.classList.toggle("empty", phones.size === 0);
}

// Many events in one moment become one reading.
async function refresh(id) {
  if (waiting.has(id) || !phones.has(id)) return;
  waiting.add(id);
  await new Promise((resume) => { setTimeout(resume, 30); });
  waiting.delete(id);
  const state = await read(`phones/${id}`);
  if (!phones.has(id)) return;
  const { phone, tab } = phones.get(id);
  phone.update(state);
  if (tab.getAttribute("aria-current") !== "true") tab.classList.add("news");
}

function hear(event) {
  if (event.run && event.run !== run) {
    if (run) startOver();
    run = event.run;
  }
  react(event)?.then(() => connected(true), () => {  // the line is cut: what was missed is read when it is back
    connected(false);
    clearTimeout(again);
    again = setTimeout(hear, 1000, { kind: "everything" });
  });
}

function react(event) {
  const known = phones.get(event.chat_id)?.phone;
  switch (event.kind) {
    case "everything": case "chats": return Promise.all([everything(), readClock(), readBot()]);
    case "clock": return readClock();
    case "bot": return Promise.all([readBot(), everything()]);
    case "chat": return refresh(event.chat_id);
    case "typing": known?.showTyping(5); break;
    case "answer": if (event.text) known?.say(event.text);
  }
  return null;
}

function connected(isOn) {
  connection.textContent = isOn ? "" : "Reconnecting…";
}

buildBar(say);
listen(hear, connected);
