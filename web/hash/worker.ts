// The worker of the hash page.
export {};
