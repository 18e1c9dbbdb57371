// Half-typed text on this machine's disk: a browser writes even what belongs to one tab into its folder, and does not
// wipe it when it is deleted. So it is sealed, with a key that the house makes from the case's own: it dies with the case.

/** What a browser keeps text on, by name. */
export interface Shelf {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const NONCE = 12;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const textOf = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
/** haven.draft.<staff>.<case>.<field> */
const caseOf = (name: string): string => name.split(".").at(-2) ?? "";

/** A shelf that is read in the open and lies sealed on the one `below`. Without a key it is kept in this page alone. */
export class SealedShelf implements Shelf {
  private readonly words = new Map<string, string>();
  private readonly keys = new Map<string, CryptoKey>();

  constructor(private readonly below: () => Shelf) {}

  /** The key of a case: what was typed about it before is there again. */
  async open(caseId: string, key: string | undefined): Promise<void> {
    if (!key || this.keys.has(caseId) || !globalThis.crypto?.subtle) return;
    const made = await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    this.keys.set(caseId, made);
    for (const name of this.names()) if (caseOf(name) === caseId) await this.read(name, made);
  }

  /** The case is gone, and its key with it. */
  close(caseId: string): void {
    this.keys.delete(caseId);
  }

  get length(): number {
    return this.names().length;
  }
  key(index: number): string | null {
    return this.names()[index] ?? null;
  }
  getItem(name: string): string | null {
    return this.words.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.words.set(name, value);
    void this.write(name, value);
  }
  removeItem(name: string): void {
    this.words.delete(name);
    this.below().removeItem(name);
  }

  private names(): string[] {
    const below = this.below();
    const lying = Array.from({ length: below.length }, (_, index) => below.key(index) ?? "");
    return [...new Set([...this.words.keys(), ...lying])];
  }

  private async read(name: string, key: CryptoKey): Promise<void> {
    const lying = this.below().getItem(name);
    if (lying === null || this.words.has(name)) return;
    try {
      const sealed = bytesOf(lying);
      const how = { name: "AES-GCM", iv: sealed.slice(0, NONCE), additionalData: new TextEncoder().encode(name) };
      this.words.set(name, new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.slice(NONCE))));
    } catch {
      this.below().removeItem(name);
    }
  }

  private async write(name: string, value: string): Promise<void> {
    const key = this.keys.get(caseOf(name));
    if (!key) return;
    const how = { name: "AES-GCM", iv: crypto.getRandomValues(new Uint8Array(NONCE)), additionalData: new TextEncoder().encode(name) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, new TextEncoder().encode(value)));
    // While it was sealed, more may have been typed, or all of it sent.
    if (this.words.get(name) !== value) return;
    try {
      this.below().setItem(name, textOf(new Uint8Array([...how.iv, ...sealed])));
    } catch {
      // The shelf is full or forbidden: typing goes on, only a reload would lose the text.
    }
  }
}

/** What is half typed in this tab. */
export const shelf = new SealedShelf(() => sessionStorage);
