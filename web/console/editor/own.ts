// What stands in a table under a name somebody else chose: `constructor` and such are in no table of ours.
export const own = <T>(table: Readonly<Record<string, T>>, name: unknown): T | undefined =>
  typeof name === "string" && Object.hasOwn(table, name) ? table[name] : undefined;
