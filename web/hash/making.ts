// The worker that makes the fingerprints, fetched while there is a connection: the picture is chosen later, perhaps
// without one. A spare stands by, since cancelling ends the one that works.
import type { Ask, News } from "./messages";

/** `broken`: the worker itself could not be had, or fell over. */
export type Told = News | { step: "failed"; why: "broken" };

const AT_HAND = 2;
let workers: Worker[] = [];

/** Fill up what is missing. */
export function stock(): void {
  while (workers.length < AT_HAND) {
    const worker = new Worker("/hashes/worker.js");
    worker.onerror = () => dismiss(worker);
    workers.push(worker);
  }
}

/** `phone`: with a finger instead of a mouse there is usually little memory too. Returns what cancels it. */
export function make(file: File, hear: (told: Told) => void): () => void {
  stock();
  const worker = workers[0]!;
  const finish = (told: Told, over: boolean): void => {
    if (over) dismiss(worker);
    hear(told);
  };
  worker.onmessage = ({ data }: MessageEvent<News>) => finish(data, false);
  worker.onerror = () => finish({ step: "failed", why: "broken" }, true);
  worker.postMessage({ file, phone: matchMedia("(pointer: coarse)").matches } satisfies Ask);
  return () => {
    dismiss(worker);
    stock();
  };
}

function dismiss(worker: Worker): void {
  worker.onmessage = worker.onerror = null;
  worker.terminate();
  workers = workers.filter((one) => one !== worker);
}
