// The page on which she makes fingerprints: reads what opened it, and goes from there. What it knows is in `state`, what
// is seen follows from that alone. Nothing is stored, and the picture is given to the worker and to nobody else.
import * as asking from "./asking";
import * as bridge from "./bridge";
import { choose, minorSaid, remove, stop } from "./choosing";
import { drawItems } from "./list";
import { readLaunch, type Launch } from "./launch";
import { stock } from "./making";
import { copy, copyAddress, move, send } from "./sending";
import { begun, type Page, room, type Scene, seen, type State } from "./state";
import { asText, countOf } from "./text";
import { at, bytes, count, languages, say, show, speak, speaks } from "./words";

const state: State = begun();
let launch: Launch;

/** Change what is known, and show it. */
function become(changes: Partial<State>, focus?: string): void {
  const drawn = state.items;
  Object.assign(state, changes);
  const changed = drawn !== state.items;
  if (changed) state.attempt = crypto.randomUUID();
  draw(changed);
  if (changed) bridge.askBeforeClosing(state.items.length > 0);
  if (focus) turnTo(at(focus));
}

/** What was read before goes out of sight, where a heading is what she is brought to; the next step is in view always. */
function turnTo(part: HTMLElement): void {
  const inView = part.closest("#next") !== null;
  part.focus({ preventScroll: inView });
  if (part.tabIndex < 0 && !inView) part.scrollIntoView({ block: "start" });
}

const page: Page = { state, become };

function draw(items: boolean): void {
  if (items) drawItems(state.items, (place) => remove(page, place));
  show(seen(state));
  const made = state.items.map((item) => item.made);
  count("send", countOf(made));
  count("room", room(state));
  at("choose").textContent = say(at("choose"), state.items.length || state.sent ? "next" : "first");
  if (state.sent) count("kept", state.sent.kept);
  if (state.making) drawProgress(state.making);
  at<HTMLTextAreaElement>("by_hand").value = state.notice === "by_hand" ? asText(made) : "";
  at<HTMLInputElement>("address").value = state.address;
}

function drawProgress({ done, of }: { done: number; of: number }): void {
  const progress = at<HTMLProgressElement>("progress");
  if (of > 0) progress.value = done / of;
  else progress.removeAttribute("value");
  at("bytes").textContent = of > 0 ? say(at("bytes"), "some", { done: bytes(done), all: bytes(of) }) : "";
}

/** In this language; what was made is shown again. */
function put(language: string): void {
  speak(language);
  draw(true);
  listen();
}

function listen(): void {
  const file = at<HTMLInputElement>("file");
  file.addEventListener("change", () => {
    const chosen = [...(file.files ?? [])];
    file.value = "";
    choose(page, chosen);
  });
  const presses: Record<string, () => unknown> = {
    minor: () => minorSaid(page, "minor"),
    unsure: () => minorSaid(page, "unsure"),
    cancel: () => stop(page),
    more: () => turnTo(at("choose")),
    send: () => send(page),
    copy: () => copy(page),
    move: () => move(page),
    copy_address: () => copyAddress(page),
    retry: () => open(),
  };
  for (const [id, pressed] of Object.entries(presses)) at(id).addEventListener("click", pressed);
  for (const button of document.querySelectorAll(".close")) button.addEventListener("click", bridge.close);
}

/** A file that is let go of anywhere else would be opened by the browser in place of this page. */
function listenForDrops(): void {
  const over = (event: DragEvent) => event.target instanceof Element && event.target.closest("#drop") !== null;
  addEventListener("dragover", (event) => {
    event.preventDefault();
    at("drop").classList.toggle("near", over(event));
    if (event.dataTransfer) event.dataTransfer.dropEffect = over(event) ? "copy" : "none";
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    at("drop").classList.remove("near");
    if (over(event) && seen(state).has("ask")) choose(page, [...(event.dataTransfer?.files ?? [])]);
  });
}

/** What a spent secret meets; the second, where strangers are guessing at the moment. */
const NO_LONGER: readonly asking.Refusal[] = ["not_good", "too_many"];

/** The secret first: on the usual road the house learns nothing of Telegram's here. */
async function open(): Promise<void> {
  become({ scene: "opening" });
  let answer: Awaited<ReturnType<typeof asking.open>> = { refusal: "not_good" };
  if (launch.secret) answer = await asking.open({ secret: launch.secret });
  if ("refusal" in answer && NO_LONGER.includes(answer.refusal) && launch.data) answer = await asking.open({ launch: launch.data });
  if ("refusal" in answer) return become({ scene: sceneOf(answer.refusal) });
  const { session, files, seconds, language } = answer.told;
  if (speaks(language) && !location.search.includes("language=")) put(language);
  become({ scene: "ready", session, left: files, over: false });
  setTimeout(() => state.session === session && become({ over: true }), seconds * 1000);
}

const sceneOf = (refusal: asking.Refusal): Scene =>
  refusal === "not_good" ? "not_good" : refusal === "not_now" ? "not_now" : "shut_out";

/** Why this browser cannot do it; the link is not spent on it then. */
function unfit(): Scene | null {
  if (document.documentElement.dataset.shut !== "yes") return "open_ways";
  const has = "Worker" in window && "OffscreenCanvas" in window && "timeout" in AbortSignal;
  return has ? null : "old";
}

function begin(): void {
  launch = readLaunch(location.hash);
  history.replaceState(null, "", location.pathname + location.search);
  if (state.scene === "young") return; // whatever link comes, nothing more is made here
  if (launch.dark !== null) document.documentElement.dataset.theme = launch.dark ? "dark" : "light";
  state.inside ||= launch.inside;
  const missing = launch.secret || launch.data ? null : "no_secret";
  const scene = unfit() ?? missing;
  if (scene) return become({ scene });
  stock();
  void open();
}

for (const link of languages()) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?language=${link.lang}`);
    put(link.lang);
  });
}
listenForDrops();
put(document.documentElement.lang);
begin();
bridge.ready();
// Another link opened in the same tab: what was made here can be sent with it.
addEventListener("hashchange", () => location.hash.length > 1 && begin());
