import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Live, type Link } from "./live";

/** A server of streams: each connection is a pipe the test writes into. */
class Server {
  asked: string[] = [];
  status = 200;
  down = false;
  private pipes: { controller: ReadableStreamDefaultController<Uint8Array>; open: boolean }[] = [];

  fetch = (async (_path: string, how: RequestInit) => {
    this.asked.push((how.headers as Record<string, string>)["Last-Event-ID"] ?? "");
    if (this.down) throw new TypeError("no route");
    if (this.status !== 200) return new Response("", { status: this.status });
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const pipe = { controller, open: true };
        this.pipes.push(pipe);
        how.signal?.addEventListener("abort", () => this.shut(pipe, new DOMException("aborted", "AbortError")));
      },
    });
    return new Response(body);
  }) as typeof fetch;

  async tell(kind: string, data: object): Promise<void> {
    await this.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  }
  async write(text: string): Promise<void> {
    const pipe = this.pipes.at(-1);
    if (pipe?.open) pipe.controller.enqueue(new TextEncoder().encode(text));
    await vi.advanceTimersByTimeAsync(0);
  }
  async hangUp(): Promise<void> {
    const pipe = this.pipes.at(-1);
    if (pipe) this.shut(pipe);
    await vi.advanceTimersByTimeAsync(0);
  }
  private shut(pipe: { controller: ReadableStreamDefaultController<Uint8Array>; open: boolean }, why?: Error): void {
    if (!pipe.open) return;
    pipe.open = false;
    if (why) pipe.controller.error(why);
    else pipe.controller.close();
  }
}

class Ear {
  links: Link[] = [];
  told: [string, unknown][] = [];
  out = 0;
  heard = (kind: string, data: unknown): void => void this.told.push([kind, data]);
  linked = (link: Link): void => void this.links.push(link);
  signedOut = (): void => void this.out++;
}

let server: Server, ear: Ear, live: Live;

beforeEach(async () => {
  vi.useFakeTimers();
  [server, ear] = [new Server(), new Ear()];
  live = new Live(ear, 5, { fetch: server.fetch, now: Date.now, chance: () => 0.5 });
  live.start();
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

test("it begins where the queue was fetched and says that it is live", async () => {
  await server.tell("hello", { seq: 5, version: "a" });
  expect(server.asked).toEqual(["5"]);
  expect(ear.links).toEqual(["live"]);
});

test("after a lost line it asks for what came since, and says that it catches up until it has", async () => {
  await server.tell("hello", { seq: 5, version: "a" });
  await server.tell("news", { seq: 8 });
  await server.hangUp();
  expect(ear.links.at(-1)).toBe("offline");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.asked).toEqual(["5", "8"]);
  await server.tell("hello", { seq: 12, version: "a" });
  expect(ear.links.at(-1)).toBe("catching_up");
  await server.tell("news", { seq: 12 });
  expect(ear.links.at(-1)).toBe("live");
});

test("while the house is down it tries again, ever more patiently, and comes back by itself", async () => {
  await server.tell("hello", { seq: 5, version: "a" });
  server.down = true;
  await server.hangUp();
  await vi.advanceTimersByTimeAsync(60_000);
  const tries = server.asked.length;
  expect(tries).toBeGreaterThan(5);
  expect(tries).toBeLessThan(15);
  server.down = false;
  await vi.advanceTimersByTimeAsync(15_000);
  await server.tell("hello", { seq: 5, version: "b" });
  expect(ear.links).toEqual(["live", "offline", "live"]);
});

test("a line that has gone silent is taken for dead, and a sign of life keeps it", async () => {
  await server.tell("hello", { seq: 5, version: "a" });
  for (let beat = 0; beat < 6; beat++) {
    await vi.advanceTimersByTimeAsync(15_000);
    await server.write(": still here\n\n");
  }
  expect(server.asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(server.asked.length).toBe(2);
});

test("a laptop that slept looks at once when it wakes", async () => {
  await server.tell("hello", { seq: 5, version: "a" });
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  live.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.asked.length).toBe(2);
});

test("who is signed out is told once, and not asked for again and again", async () => {
  server.status = 401;
  await server.hangUp();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ear.out).toBe(1);
  expect(server.asked.length).toBe(2);
});

test("a refusal that is not hers to mend is tried again", async () => {
  server.status = 503;
  await server.hangUp();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(server.asked.length).toBeGreaterThan(2);
  expect(ear.out).toBe(0);
});

test("what was fetched anew counts as heard", async () => {
  await server.tell("hello", { seq: 900, version: "a" });
  expect(ear.links.at(-1)).toBe("catching_up");
  live.caughtUp(900);
  expect(ear.links.at(-1)).toBe("live");
  await server.hangUp();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.asked.at(-1)).toBe("900");
});

test("a browser that has lost the network says so at once, whatever its line still looks like", async () => {
  await server.tell("hello", { seq: 5, version: "a" });
  live.drop();
  await vi.advanceTimersByTimeAsync(0);
  expect(ear.links).toEqual(["live", "offline"]);
  await vi.advanceTimersByTimeAsync(300);
  await server.tell("hello", { seq: 5, version: "a" });
  expect(ear.links).toEqual(["live", "offline", "live"]);
});
