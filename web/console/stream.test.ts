import { expect, test } from "vitest";
import { readEvent, readEvents, type StreamEvent } from "./stream";

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
      controller.close();
    },
  });
}
async function all(body: ReadableStream<Uint8Array>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

test("events are read however the network cuts them", async () => {
  const whole = 'id: 7\nevent: news\ndata: {"seq":7}\n\n: still here\n\nevent: here\ndata: {}\n\n';
  const expected = [
    { kind: "news", data: '{"seq":7}', id: "7" },
    { kind: "here", data: "{}", id: null },
  ];
  for (let cut = 1; cut < whole.length; cut++)
    expect(await all(streamOf(whole.slice(0, cut), whole.slice(cut)))).toEqual(expected);
});

test("a letter that is cut in two is one letter", async () => {
  const bytes = new TextEncoder().encode("data: é\n\n");
  const events = await all(streamOf(bytes.slice(0, 7), bytes.slice(7)));
  expect(events.map((event) => event.data)).toEqual(["é"]);
});

test("lines may end as Windows ends them, even in two pieces", async () => {
  const events = await all(streamOf("event: hello\r", "\ndata: 1\r\n\r\n"));
  expect(events).toEqual([{ kind: "hello", data: "1", id: null }]);
});

test("whatever arrives is a sign of life, a comment too; but no event", async () => {
  let told = 0;
  for await (const _ of readEvents(streamOf(": still here\n\n"), () => told++)) expect.unreachable();
  expect(told).toBe(1);
});

test("an event that broke off in the middle is not an event", async () => {
  expect(await all(streamOf("event: news\ndata: {}\n"))).toEqual([]);
});

test("several lines of data are one text", () => {
  expect(readEvent("data: a\ndata:b")?.data).toBe("a\nb");
});
