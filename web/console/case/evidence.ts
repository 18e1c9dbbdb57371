// What was entrusted, as it stands together: the hashes of one file under one heading, everything else by itself.
import type { Hit, Item, Sure, Turn } from "../contract";
import { t } from "../words";

/** `file`: what ties the hashes together; empty for an item by itself. */
export interface Group { file: string; items: Item[] }

/** In the order in which they were given; a file stands where its first hash does. */
export function grouped(items: Item[]): Group[] {
  const groups: Group[] = [];
  const files = new Map<string, Group>();
  for (const item of items) {
    const known = item.file ? files.get(item.file) : undefined;
    if (known) {
      known.items.push(item);
      continue;
    }
    const group = { file: item.file ?? "", items: [item] };
    groups.push(group);
    if (item.file) files.set(item.file, group);
  }
  return groups;
}

export function mediaName(media: string | null): string {
  const names: Record<string, string> = { image: t("Picture"), video: t("Video"), file: t("File") };
  return names[media ?? "file"] ?? t("File");
}

/** How large the file was: only the class of it was ever sent. */
export function sizeName(size: string | null): string {
  const names: Record<string, string> = {
    "<1MB": t("under 1 MB"), "1-10MB": t("1 to 10 MB"), "10-100MB": t("10 to 100 MB"), "100MB-1GB": t("100 MB to 1 GB"), ">1GB": t("over 1 GB"),
  };
  return names[size ?? ""] ?? "";
}

/** What was found, in words; how many bits tell two pictures apart is for whoever wants to know. */
export function hitSentence(hit: Hit): string {
  const found: Record<Sure, string> = {
    same_file: t("The same file, byte for byte."),
    almost_surely: t("Almost surely the same picture."),
    probably: t("Probably the same picture; it may be one much like it."),
  };
  return found[hit.sure] ?? hit.sure;
}

/** How the other picture lies; nothing where it lies the same way. */
export function turnName(turn: Turn): string {
  const names: Record<Turn, string> = {
    upright: "",
    mirrored: t("mirrored"),
    mirrored_down: t("mirrored top to bottom"),
    upside_down: t("upside down"),
    turned_left: t("turned to the left"),
    turned_right: t("turned to the right"),
    mirrored_left: t("mirrored and turned"),
    mirrored_right: t("mirrored and turned"),
  };
  return names[turn] ?? turn;
}
