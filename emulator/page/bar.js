// The bar on top: whose phones these are, the clock that can be moved, and new contacts.
import { post, read } from "./api.js";
import { day, h, icon, time, ZONE } from "./dom.js";
import { languageName } from "./phone.js";
import { choice, popup } from "./popup.js";

const MOVES = [
  ["+10 min", 600, "10 minutes"], ["+1 h", 3600, "1 hour"], ["+9 h", 32400, "9 hours"], ["+1 day", 86400, "1 day"],
];
const face = document.querySelector("#clock");
let ahead = 0;

face.title = `The clock of the helpline: ${ZONE}`;

function tick() {
  const now = new Date(Date.now() + ahead);
  face.dateTime = now.toISOString();
  document.querySelector("#clock-day").textContent = day(now / 1000, "short");
  document.querySelector("#clock-time").textContent = time(now / 1000);
}

export async function readClock() {
  const { now } = await read("clock");
  ahead = new Date(now).getTime() - Date.now();
  tick();
}

export async function readBot() {
  const bot = await read("bot");
  document.querySelector("#bot-name").textContent = bot.name;
}

async function trying(say, what) {
  try {
    await what();
  } catch (problem) {
    say(problem.message);
  }
}

export function buildBar(say) {
  document.querySelector("#clock-moves").append(...MOVES.map(([words, seconds, spoken]) => h("button", {
    type: "button", class: "pill", "aria-label": `Move the clock forward by ${spoken}`,
    onclick: () => trying(say, async () => {
      await post("clock", { move: seconds });
      await readClock();
      say(`It is now ${face.textContent}`);
    }),
  }, words)));
  const button = h("button", { type: "button", class: "pill strong", "aria-label": "New contact" },
    icon("plus"), h("span", { class: "wide-only" }, "New contact"));
  document.querySelector("#new-contact").append(popup(button, "Language of the new contact", (close) =>
    ["nl", "fr", "en", "de", "uk"].map((code) => choice(
      code === "uk" ? "Another language" : languageName(code), close,
      () => trying(say, () => post("phones", { language: code })),
    ))));
  setInterval(tick, 1000);
}
