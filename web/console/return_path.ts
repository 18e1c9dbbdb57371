// The way back: where she was when the server asked her to sign in, kept in this tab alone and used once.

const KEY = "haven.return";

/** Go to a page of the server, and remember the place in the console. */
export function leaveFor(page: string): void {
  if (typeof location === "undefined") return;
  sessionStorage.setItem(KEY, location.hash);
  location.assign(page);
}

/** Back from such a page: the place she came from, once. */
export function comeBack(): void {
  const place = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (place?.startsWith("#/") && !location.hash) history.replaceState(null, "", place);
}
