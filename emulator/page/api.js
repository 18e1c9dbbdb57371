// Talking to the emulator: what a thumb does goes out as a POST, what changes comes in as events.

async function call(path, method, body) {
  const answer = await fetch(`/emulator/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error ?? "The emulator refused.");
  return content;
}

export const read = (path) => call(path, "GET");
export const post = (path, body = {}) => call(path, "POST", body);
export const act = (phone, verb, body) => post(`phones/${phone}/${verb}`, body);

export function listen(hear) {
  const source = new EventSource("/emulator/events");
  source.addEventListener("message", (event) => hear(JSON.parse(event.data)));
}
