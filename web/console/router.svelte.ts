// Which page of the console is shown. Places stand behind the # so that no case is ever named to the server's log.

export type Place =
  | { page: "queue" }
  | { page: "case"; id: string }
  | { page: "colleagues" }
  | { page: "audit" }
  | { page: "own" };

/** How a case's id looks. What a link names otherwise is asked of nobody. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The place a hash names; the queue where it names none. */
export function placeOf(hash: string): Place {
  const [page, id] = hash.replace(/^#\/?/, "").split("/");
  if (page === "cases" && id && ID.test(id)) return { page: "case", id };
  if (page === "colleagues" || page === "audit" || page === "own") return { page };
  return { page: "queue" };
}

/** The hash that names a place. */
export function hashOf(place: Place): string {
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
}

export const router = new Router();
