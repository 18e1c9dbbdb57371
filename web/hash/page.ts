// The page of the hash page.
export {};
