// What was half typed is there again after a reload, and nothing on the disk can be read without the case's key.
import { expect, test, vi } from "vitest";
import { SealedShelf } from "./sealed";

const KEY = btoa("k".repeat(32));
const OTHER = btoa("o".repeat(32));
const NAME = "haven.draft.noor.c1.reply";

class Disk {
  readonly kept = new Map<string, string>();
  get length(): number { return this.kept.size; }
  key(index: number): string | null { return [...this.kept.keys()][index] ?? null; }
  getItem(key: string): string | null { return this.kept.get(key) ?? null; }
  setItem(key: string, value: string): void { this.kept.set(key, value); }
  removeItem(key: string): void { this.kept.delete(key); }
}

const written = (disk: Disk): Promise<void> => vi.waitFor(() => expect(disk.getItem(NAME)).not.toBeNull());

test("it is there again after a reload, and lies sealed in between", async () => {
  const disk = new Disk();
  const before = new SealedShelf(() => disk);
  await before.open("c1", KEY);
  before.setItem(NAME, "Ik ben hier é 💛");
  await written(disk);
  expect(JSON.stringify([...disk.kept])).not.toContain("Ik ben");
  const after = new SealedShelf(() => disk);
  expect(after.getItem(NAME)).toBeNull();
  await after.open("c1", KEY);
  expect(after.getItem(NAME)).toBe("Ik ben hier é 💛");
});

test("with another key nothing is read, and it is thrown away", async () => {
  const disk = new Disk();
  const before = new SealedShelf(() => disk);
  await before.open("c1", KEY);
  before.setItem(NAME, "Ik ben hier");
  await written(disk);
  const after = new SealedShelf(() => disk);
  await after.open("c1", OTHER);
  expect([after.getItem(NAME), disk.length]).toEqual([null, 0]);
});

test("without a key it is kept in the page alone", async () => {
  const disk = new Disk();
  const shelf = new SealedShelf(() => disk);
  await shelf.open("c1", undefined);
  shelf.setItem(NAME, "Ik ben hier");
  await Promise.resolve();
  expect([shelf.getItem(NAME), disk.length, shelf.length]).toEqual(["Ik ben hier", 0, 1]);
});

test("what was sent while it was being sealed is not written after that", async () => {
  const disk = new Disk();
  const shelf = new SealedShelf(() => disk);
  await shelf.open("c1", KEY);
  shelf.setItem(NAME, "Ik ben hier");
  shelf.removeItem(NAME);
  await new Promise((done) => setTimeout(done, 20));
  expect(disk.length).toBe(0);
});
