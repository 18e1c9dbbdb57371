// How often what happened at each step of what runs: in whole fives, 0 for fewer than five.
import { t } from "../../words";

export interface Count { came: number; answered: number; left: number; human: number; here: number }
export interface Numbers { revision: number; steps: Record<string, Count> }

/** None where they cannot be fetched: the map is there without them. */
export const numbers = (get: (path: string) => Promise<Numbers>): Promise<Numbers | null> => get("/editing/numbers").catch(() => null);

/** What stands on a step; where fewer than five came, nothing more is told. */
export function told(count: Count): string {
  if (!count.came) return t("Fewer than 5 came");
  const few = "<5";
  return t("{came} came · {answered} answered · {left} left · {human} asked for a person", {
    came: count.came, answered: count.answered || few, left: count.left || few, human: count.human || few,
  });
}
