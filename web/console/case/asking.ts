// What she was about to erase when she was asked to show once more who she is: kept in this tab alone, and used once.

const KEY = "haven.erasing";

/** Asked to erase this case, for this reason. */
export const aboutToErase = (id: string, reason: string): void => sessionStorage.setItem(KEY, `${id} ${reason}`);

/** It was done, or will not be. */
export const nothingToErase = (): void => sessionStorage.removeItem(KEY);

/** The reason she gave before she was asked who she is, if it was for this case; once. */
export function wasToErase(id: string): string | null {
  const [kept, reason] = (sessionStorage.getItem(KEY) ?? "").split(" ");
  if (kept !== id) return null;
  nothingToErase();
  return reason ?? "";
}
