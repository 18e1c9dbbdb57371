// The worker of the hash page: a file goes in, its fingerprints come out. It asks nobody and sends nothing anywhere.
import { look, type Seen } from "./decode";
import { fingerprints, type Whole } from "./files";
import { Glance } from "./glance";
import { ENOUGH, kindOf } from "./kind";
import type { Ask, News } from "./messages";
import { sizeClass } from "./size";
import { TOOL } from "./tool";

/** Milliseconds between two news of how far it is. */
const PAUSE = 100;
const NOTHING: Seen = { hashes: [], advice: [] };

const tell = (news: News): void => self.postMessage(news);

/** One file after the other: two at once would need the memory of two. */
let last: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<Ask>): void => {
  last = last.then(() => work(data));
};

async function work({ file, phone }: Ask): Promise<void> {
  try {
    tell(await made(file, phone));
  } catch {
    // It was moved, is locked, or changed while it was read.
    tell({ step: "failed", why: "unreadable" });
  }
}

async function made(file: File, phone: boolean): Promise<News> {
  const whole = await wholeOf(file);
  if (!whole.bytes) return { step: "failed", why: "empty" };
  const kind = kindOf(await new Glance(file).upTo(0, ENOUGH));
  const seen = kind === "image" ? await look(file, phone) : NOTHING;
  const hashes = [...seen.hashes, ...whole.hashes];
  return { step: "made", made: { kind, size: sizeClass(whole.bytes), tool: TOOL, hashes }, advice: seen.advice };
}

function wholeOf(file: File): Promise<Whole> {
  let told = 0;
  return fingerprints(file, (done) => {
    const now = performance.now();
    if (now - told < PAUSE && done < file.size) return;
    told = now;
    tell({ step: "reading", done, of: Math.max(done, file.size) });
  });
}
