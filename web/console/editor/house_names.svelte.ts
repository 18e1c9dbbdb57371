// What entries of the directory and teams are called in this house, in the reader's language: by name, not by short name.
import { me } from "../me.svelte";
import { spaced } from "./named";
import { own } from "./own";

let names = $state.raw<Record<string, string>>({});

/** As the server names them, with each draft. */
export const knowEntries = (entries: readonly { key: string; name: string }[]): void => void (names = Object.fromEntries(entries.map(({ key, name }) => [key, name])));
export const entryName = (key: string): string => own(names, key) ?? spaced(key);
export const teamName = (key: string): string => me.known?.all_teams.find((team) => team.key === key)?.name ?? spaced(key);
