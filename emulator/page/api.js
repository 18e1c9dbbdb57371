// Talking to the emulator: what a thumb does goes out as a POST, what changes comes in as events.

async function call(path, method, body) {
  let answer;
  try {
    answer = await fetch(`/emulator/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error("The emulator does not answer. Nothing was sent.");
  }
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error ?? "The emulator refused.");
  return content;
}

export const read = (path) => call(path, "GET");
export const post = (path, body = {}) => call(path, "POST", body);
export const act = (phone, verb, body) => post(`phones/${phone}/${verb}`, body);

// The browser reconnects by itself, except after a wrong answer: then a new line is opened after a moment.
export function listen(hear, connected) {
  const source = new EventSource("/emulator/events");
  source.addEventListener("open", () => connected(true));
  source.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    connected(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(hear, connected), 1000);
  });
}
