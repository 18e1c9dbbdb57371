// What was made goes out: to the house, or as text that she pastes into the chat herself. Or the page goes on elsewhere.
import { again, keep, type Refusal } from "./asking";
import { openHere } from "./bridge";
import type { Page, State } from "./state";
import { asText } from "./text";
import { at, say } from "./words";

export async function send(page: Page): Promise<void> {
  if (page.state.sending) return;
  const files = page.state.items.map((item) => item.made);
  page.become({ sending: true, notice: "" }, "going");
  const answer = await keep(page.state.session, page.state.attempt, files);
  if ("refusal" in answer) return refused(page, answer.refusal);
  const { kept, files: left } = answer.told;
  page.become({ sending: false, items: [], sent: { kept }, left }, "sent");
}

/** Only a gate that was shut takes away what was made: everything else can be tried again, or copied. */
function refused(page: Page, refusal: Refusal): void {
  if (refusal === "not_now") return page.become({ scene: "not_now", sending: false, items: [], session: "" }, "top");
  if (refusal === "not_good") return page.become({ sending: false, over: true }, "copy");
  page.become({ sending: false, notice: refusal }, "send");
}

export async function copy(page: Page): Promise<void> {
  const text = asText(page.state.items.map((item) => item.made));
  page.become({ notice: (await copied(text)) ? "copied" : "by_hand" });
  if (page.state.notice === "by_hand") byHand("by_hand");
}

/** Some clients do not let a page do it; then she does. */
async function copied(text: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  return clipboard ? clipboard.writeText(text).then(() => true, () => false) : false;
}

function byHand(id: string): void {
  at(id).focus();
  at<HTMLInputElement | HTMLTextAreaElement>(id).select();
}

/** In the browser, for clients in which nothing can be chosen. The session goes along, and ends here. */
export async function move(page: Page): Promise<void> {
  page.become({ scene: "moving", notice: "" });
  const answer = await again(page.state.session);
  if ("refusal" in answer) return page.become(stays(answer.refusal), "top");
  page.become({ scene: "moved", session: "", address: openHere(answer.told.secret) }, "moved");
}

const stays = (refusal: Refusal): Partial<State> =>
  refusal === "not_good" || refusal === "not_now" ? { scene: refusal } : { scene: "ready", notice: refusal };

export async function copyAddress(page: Page): Promise<void> {
  const button = at("copy_address");
  if (await copied(page.state.address)) button.textContent = say(button, "copied");
  else byHand("address");
}
