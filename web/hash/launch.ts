// What the page was opened with: a secret from the chat, and what Telegram adds behind it. All of it stands in the
// fragment, which no server is ever sent. Telegram's clients do not agree on how to write it; each way is read here.

/** `secret` opens the page once. `data`: Telegram's signed launch data. `inside`: the page is shown by a Telegram client.
 * `dark`: how that client looks; null where it does not say. */
export type Launch = { secret: string | null; data: string | null; inside: boolean; dark: boolean | null };

const SECRET = /^[A-Za-z0-9_-]{16,200}/;

/** `#secret` · `#secret&tgWebAppData=…` · `#secret?tgWebAppData=…` · `#tgWebAppData=…` */
export function readLaunch(fragment: string): Launch {
  const text = fragment.replace(/^#/, "");
  const begin = text.search(/(^|[?&])tgWebApp/);
  const own = begin < 0 ? text : text.slice(0, begin);
  const added = begin < 0 ? "" : text.slice(begin);
  return {
    secret: SECRET.exec(own)?.[0] ?? null,
    data: initData(value(added, "tgWebAppData")),
    inside: begin >= 0,
    dark: isDark(value(added, "tgWebAppThemeParams")),
  };
}

/** Up to the next word of Telegram's: its data holds "&" itself where a client does not encode it. */
function value(added: string, name: string): string {
  return new RegExp(`(?:^|[?&])${name}=(.*?)(?=&tgWebApp|$)`).exec(added)?.[1] ?? "";
}

/** Encoded once more than the server reads it (`query_id%3DAA%26…`), or as it is (`query_id=AA&…`). */
function initData(found: string): string | null {
  return (found.includes("=") ? found : decoded(found)) || null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, "%20"));
  } catch {
    return "";
  }
}

/** Only the choice between day and night is taken from the client's colours: ours are checked to be legible. */
function isDark(params: string): boolean | null {
  const ground = /"bg_color"\s*:\s*"#([0-9a-f]{6})"/i.exec(decoded(params))?.[1];
  if (!ground) return null;
  const [red, green, blue] = [0, 2, 4].map((at) => parseInt(ground.slice(at, at + 2), 16)) as [number, number, number];
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
