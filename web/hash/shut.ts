// The first script of the hash page.
export {};
