// Files she chose, as they go to the house: YAML and PO as text, an archive as it is.
import { t } from "../../words";

/** What may be sent at once, as the house takes it: an archive grows by a third on its way. */
const MOST = 4 * 1024 * 1024 - 64 * 1024;
const KINDS = /\.(ya?ml|po|zip)$/i;
export const ACCEPT = ".yaml,.yml,.po,.zip";
/** Files by name; `wrong`: what cannot be sent, in words. */
export interface Chosen { files: Record<string, string>; wrong: string[] }

export async function chosen(list: Iterable<File>): Promise<Chosen> {
  const found: Chosen = { files: {}, wrong: [] };
  for (const file of list) {
    if (!KINDS.test(file.name)) found.wrong.push(t("{file} is no YAML, PO or zip; it was left out.", { file: file.name }));
    else if (file.size > MOST) found.wrong.push(t("{file} is too long. The house takes 4 MB at once.", { file: file.name }));
    else await taken(file, found);
  }
  const sum = Object.values(found.files).reduce((length, text) => length + text.length, 0);
  return sum > MOST ? { files: {}, wrong: [...found.wrong, t("That is too much at once. The house takes 4 MB at once.")] } : found;
}

async function taken(file: File, found: Chosen): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (/\.zip$/i.test(file.name)) found.files[file.name.replace(/\.zip$/i, ".zip")] = inBase64(bytes);
  else
    try {
      found.files[file.name] = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      found.wrong.push(t("{file} is not written in UTF-8. Save it as UTF-8 and choose it again.", { file: file.name }));
    }
}

function inBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(pieces.join(""));
}
