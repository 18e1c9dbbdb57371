// Which version is to run again, and why: still known after she has shown who she is.

const KEY = "haven.going_back";
interface Wish { number: number; note: string }

const wish = (): Partial<Wish> => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Wish>;
  } catch {
    return {};
  }
};

export const going = {
  get number(): number | null {
    return wish().number ?? null;
  },
  get note(): string {
    return wish().note ?? "";
  },
  keep(number: number, note: string): void {
    sessionStorage.setItem(KEY, JSON.stringify({ number, note }));
  },
  forget(): void {
    sessionStorage.removeItem(KEY);
  },
};
