// Her note on what changed: still there after she has shown who she is, or has loaded the page again.

export interface Note { words: string; forget(): void }

export function kept(id: string): Note {
  const KEY = `haven.note.${id}`;
  let words = $state(sessionStorage.getItem(KEY) ?? "");
  return {
    get words() {
      return words;
    },
    set words(next: string) {
      words = next;
      sessionStorage.setItem(KEY, next);
    },
    forget() {
      sessionStorage.removeItem(KEY);
    },
  };
}
