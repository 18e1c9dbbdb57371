// Tells the house that she is here, at which case, and whether she takes cases.
import { post } from "./api";
import type { Heard } from "./contract";
import { me } from "./me.svelte";
import { router } from "./router.svelte";

const BEAT = 15_000;

/** Say where she is, if this tab is the one in view: of two tabs only one says so. */
export function beat(): void {
  if (document.visibilityState === "visible") tell(router.place.page === "case" ? router.place.id : null);
}

/** Every fifteen seconds, and whenever the tab comes or goes, until the function that comes back is called. */
export function keepBeating(): () => void {
  const turned = (): void => (document.visibilityState === "visible" ? beat() : tell(null));
  const timer = setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", turned);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", turned);
  };
}

function tell(open: string | null): void {
  if (!me.known) return;
  post<Heard>("/here", { case: open, available: me.known.available })
    .then((heard) => me.look(heard.now))
    .catch(() => undefined);
}

/** "I take cases", on or off. Where the house does not hear it, the button goes back. */
export async function take(on: boolean): Promise<void> {
  const known = me.known;
  if (!known) return;
  known.available = on;
  await post("/me", { available: on }).catch(() => (known.available = !on));
}
