// Which page of the console is shown. Places stand behind the # so that no case is ever named to the server's log.

export type Place =
  | { page: "queue" }
  | { page: "case"; id: string }
  | { page: "colleagues" }
  | { page: "audit" }
  | { page: "own" }
  | { page: "conversation"; view?: string }
  | { page: "directory" }
  | { page: "draft"; id: string; step?: string; view?: string };

/** How a case's id looks. What a link names otherwise is asked of nobody. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** How a step's place looks, and the name of a view. */
const STEP = /^[a-z0-9_]{1,16}(\.[a-z0-9_]{1,20})?$/;
const VIEW = /^[a-z0-9_]{1,20}$/;

/** The place a hash names; the queue where it names none. */
export function placeOf(hash: string): Place {
  const [page, id, ...rest] = hash.replace(/^#\/?/, "").split("/");
  if (page === "drafts" && id && ID.test(id)) return { page: "draft", id, ...within(rest) };
  if (page === "conversation") return id && VIEW.test(id) ? { page, view: id } : { page };
  if (page === "cases" && id && ID.test(id)) return { page: "case", id };
  if (page === "colleagues" || page === "audit" || page === "own" || page === "directory") return { page };
  return { page: "queue" };
}

/** Within a draft: `step/flow.step`, `map`, or both, `map/step/flow.step`. */
function within(rest: string[]): { step?: string; view?: string } {
  const view = rest[0] !== "step" && VIEW.test(rest[0] ?? "") ? rest[0] : undefined;
  const [word, step] = view ? rest.slice(1) : rest;
  return { ...(view ? { view } : {}), ...(word === "step" && STEP.test(step ?? "") ? { step } : {}) };
}

/** The hash that names a place. */
export function hashOf(place: Place): string {
  if (place.page === "draft")
    return ["#/drafts", place.id, ...(place.view ? [place.view] : []), ...(place.step ? ["step", place.step] : [])].join("/");
  if (place.page === "conversation") return place.view ? `#/conversation/${place.view}` : "#/conversation";
  if (place.page === "case") return `#/cases/${encodeURIComponent(place.id)}`;
  return place.page === "queue" ? "#/" : `#/${place.page}`;
}

class Router {
  place = $state<Place>({ page: "queue" });

  /** Follow the address from now on. */
  begin(): void {
    const follow = (): void => {
      this.place = placeOf(location.hash);
    };
    window.addEventListener("hashchange", follow);
    follow();
  }

  go(place: Place): void {
    location.hash = hashOf(place);
  }

  /** As `go`, on the same page: the way back does not pass through every step that was looked at. */
  turn(place: Place): void {
    history.replaceState(null, "", hashOf(place));
    this.place = place;
  }
}

export const router = new Router();
