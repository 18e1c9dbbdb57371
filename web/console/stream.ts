// Server-sent events read from an answer's body. Unlike the browser's own reader it hears the silence between them,
// and an answer that refuses.

export interface StreamEvent { kind: string; data: string; id: string | null }

/** The events of a stream; `told` is called whenever anything at all arrives. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  told: () => void = () => undefined,
): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      told();
      const blocks = (rest + decoder.decode(value, { stream: true })).replace(/\r\n/g, "\n").split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = readEvent(block);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** One block of lines; null where it is only a comment. */
export function readEvent(block: string): StreamEvent | null {
  const event: StreamEvent = { kind: "message", data: "", id: null };
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    const [field, value] = at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1).replace(/^ /, "")];
    if (field === "event") event.kind = value;
    else if (field === "id") event.id = value;
    else if (field === "data") data.push(value);
  }
  if (!data.length) return null;
  return { ...event, data: data.join("\n") };
}
