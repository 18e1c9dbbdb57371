// The few words this page says to the Telegram client around it. Telegram's own script is not loaded: it would be
// somebody else's code in the page that holds the picture.

type Outside = {
  TelegramWebviewProxy?: { postEvent(name: string, data: string): void };
  external?: { notify?(message: string): void };
};

/** Where the web client's page comes from: nobody else is told anything. */
const WEB_CLIENT = "https://web.telegram.org";

/** Whether there was anybody to tell; no answer ever comes. */
function post(eventType: string, eventData: object = {}): boolean {
  const app = (window as unknown as Outside).TelegramWebviewProxy;
  const older = (window as unknown as Outside).external;
  if (app) app.postEvent(eventType, JSON.stringify(eventData));
  else if (older?.notify) older.notify(JSON.stringify({ eventType, eventData }));
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType, eventData }), WEB_CLIENT);
  else return false;
  return true;
}

/** The page is there, and wants the whole height. */
export function ready(): void {
  post("web_app_ready");
  post("web_app_expand");
}

/** Back to the chat. Where no client listens, by closing the tab, as far as a browser lets a page do that. */
export function close(): void {
  if (!post("web_app_close")) window.close();
}

/** This page once more, in the browser of this device: no other address is ever handed on. Returns it. */
export function openHere(secret: string): string {
  const told = { url: `${location.origin}/hashes${location.search}#${secret}` };
  post("web_app_open_link", told);
  return told.url;
}

/** The client asks before it closes a page on which something is unsent. A browser cannot: the sandbox this page
 * is in forbids its question too. */
export const askBeforeClosing = (ask: boolean): boolean =>
  post("web_app_setup_closing_behavior", { need_confirmation: ask });
