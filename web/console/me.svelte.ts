// Who works at this console, and what time it is for everything that says "since".
import { get, post } from "./api";
import type { Me } from "./contract";
import { learn } from "./words";

class Myself {
  known = $state<Me | null>(null);
  /** The time, told every half minute: often enough for minutes, seldom enough to stay calm. */
  now = $state(Date.now());
  /** So far is the house's clock ahead of this machine's, which may be wrong. */
  private ahead = 0;

  /** Ask who is signed in. Everything else begins after this. */
  async begin(): Promise<void> {
    const me = await get<Me>("/me");
    await learn(me.language);
    this.known = me;
    setInterval(() => this.look(), 30_000);
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** Look at the clock now; `told`: what time it is in the house, where it has just said so. */
  look(told?: string): void {
    if (told) this.ahead = Date.parse(told) - Date.now();
    this.now = Date.now() + this.ahead;
  }

  may(permission: string): boolean {
    return this.known?.staff.permissions.includes(permission) ?? false;
  }

  get id(): string {
    return this.known?.staff.id ?? "";
  }

  /** How a team is called here. */
  team(key: string | null): string {
    return this.known?.all_teams.find((team) => team.key === key)?.name ?? key ?? "";
  }

  async speak(language: string): Promise<void> {
    await learn(language);
    if (this.known) this.known.language = language;
    // Here it is spoken already; where the house did not hear it, the next sign-in begins in the old one.
    await post("/me", { language }).catch(() => undefined);
  }

  /** How often she read distressing words this shift. */
  exposed(count: number): void {
    if (this.known) this.known.exposures = count;
  }
}

export const me = new Myself();
