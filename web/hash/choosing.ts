// A picture is chosen, after what is said of it: nobody in it was under 18. Or somebody was, and then all of it ends.
import { tellMinor } from "./asking";
import { make, type Told } from "./making";
import type { Page } from "./state";

/** Milliseconds until the chat is told once more. */
const SOON = 5000;

/** One at a time: a statement is about one picture. */
export function choose(page: Page, files: File[]): void {
  const [file] = files;
  if (!file || page.state.making) return;
  const cancel = make(file, (told) => hear(page, file.name, told));
  const making = { name: file.name, done: 0, of: file.size, cancel };
  page.become({ making, sent: null, notice: files.length > 1 ? "one_only" : "" }, "busy");
}

function hear(page: Page, name: string, told: Told): void {
  const { making, items } = page.state;
  if (!making) return;
  if (told.step === "reading") return page.become({ making: { ...making, done: told.done, of: told.of } });
  if (told.step === "failed") return page.become({ making: null, notice: told.why }, "choose");
  const item = { name, made: told.made, advice: told.advice };
  page.become({ making: null, items: [...items, item] }, "not_sent");
}

export function stop(page: Page): void {
  page.state.making?.cancel();
  page.become({ making: null, notice: "" }, "choose");
}

export function remove(page: Page, place: number): void {
  const items = page.state.items.filter((_, at) => at !== place);
  page.become({ items, notice: "" }, items.length ? "not_sent" : page.state.over ? "top" : "choose");
}

/** The page ends here: what was made is gone, and the chat goes on with Child Focus. */
export function minorSaid(page: Page, fact: "minor" | "unsure"): void {
  page.state.making?.cancel();
  page.become({ scene: "young", told: "telling", making: null, items: [], sent: null, notice: "" }, "young");
  void tell(page, fact);
}

/** Until it is heard; without a connection, as soon as there is one. */
async function tell(page: Page, fact: "minor" | "unsure"): Promise<void> {
  const answer = await tellMinor(page.state.session, fact);
  if (!("refusal" in answer)) return page.become({ told: "told", session: "" });
  const gone = answer.refusal === "not_good" || answer.refusal === "not_now";
  page.become({ told: gone ? "lost" : "untold" });
  if (gone) return;
  await online();
  return tell(page, fact);
}

/** As soon as there is a connection again; and not much later where the browser does not know of one. */
const online = (): Promise<unknown> =>
  Promise.race([
    new Promise((done) => setTimeout(done, SOON)),
    new Promise((done) => addEventListener("online", done, { once: true })),
  ]);
