// Whether this browser turns a picture as its notes say. All do so with JPEG; with PNG and WebP some do, and AVIF and
// HEIC say it themselves. It is tried out with a picture of two pixels, one beside the other, whose notes ask for a
// quarter turn: where they come out one above the other, the browser turns.
import { AS_IT_IS } from "./canvas";
import type { Turn } from "./exif";
import type { Header } from "./header";

const TRIED: Partial<Record<Header["format"], string>> = {
  png:
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAAANZnS2kAAAALSURBVHicY2Bg" +
    "AAAAAwABuK06YwAAAABJRU5ErkJggg==",
  webp:
    "UklGRlIAAABXRUJQVlA4WAoAAAAIAAAAAQAAAAAAVlA4TBEAAAAvAQAAAAfQ//73v/+BiOh/AABFWElGGgAAAE1NACoAAAAIAAEBEgADAAAAAQAG" +
    "AAAAAAAA",
};

/** How the picture that this browser shows is turned against the one in the file. */
export async function turnShown({ format, turn }: Header): Promise<Turn> {
  const tried = TRIED[format];
  return turn === 1 || !tried || (await turns(tried)) ? turn : 1;
}

async function turns(picture: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const shown = await createImageBitmap(new Blob([bytes]), AS_IT_IS);
  const turned = shown.height > shown.width;
  shown.close();
  return turned;
}
