// What the check found, by the place where it stands.
import { spaced } from "./named";
import type { Broken, Issue, Report } from "./shapes";

export interface Marks { errors: number; warnings: number }

/** Place → how much is wrong there; broken promises count as errors. A flow's own stands under its key. */
export function marksOf(report: Report | null): Map<string, Marks> {
  const found = new Map<string, Marks>();
  const count = (flow: string | null, step: string | null, grave: boolean): void => {
    if (!flow) return;
    const place = step ? `${flow}.${step}` : flow;
    const marks = found.get(place) ?? { errors: 0, warnings: 0 };
    if (grave) marks.errors += 1;
    else marks.warnings += 1;
    found.set(place, marks);
  };
  for (const one of report?.issues ?? []) count(one.flow, one.step, one.level === "error");
  for (const one of report?.refuted ?? []) count(one.flow, one.step, true);
  return found;
}

/** Flow → how much is wrong in it and its steps together: what a folded flow shows. */
export function flowMarks(marks: Map<string, Marks>): Map<string, Marks> {
  const found = new Map<string, Marks>();
  for (const [place, { errors, warnings }] of marks) {
    const flow = place.split(".")[0] ?? place;
    const sum = found.get(flow) ?? { errors: 0, warnings: 0 };
    found.set(flow, { errors: sum.errors + errors, warnings: sum.warnings + warnings });
  }
  return found;
}

/** What is to be said at a field: in this language, or in none. */
export function issuesAt(report: Report | null, place: string, field: string, language?: string): Issue[] {
  return (report?.issues ?? []).filter(
    (one) => `${one.flow}.${one.step}` === place && one.field === field && (one.language ?? undefined) === language,
  );
}

/** Fields that tell beside themselves what is wrong with them: words, and where something leads. Cases have no names of their own. */
const TELLING = /^((choices\.)?\w+\.)?(say|label|again|more|go|refused|empty)$/;
export const isToldThere = ({ field, language }: Issue): boolean => Boolean(language) || TELLING.test(field ?? "");

/** Broken promises, those of one promise together, in the order in which they were found. */
export function byPromise(broken: readonly Broken[]): [Broken, ...Broken[]][] {
  const found = new Map<string, [Broken, ...Broken[]]>();
  for (const one of broken) {
    const same = found.get(one.promise);
    if (same) same.push(one);
    else found.set(one.promise, [one]);
  }
  return [...found.values()];
}

/** A message of the check for reading: names stand between quotes, without underscores. */
export const readable = (message: string): string => message.replace(/`([^`]+)`/g, (_, name: string) => `“${spaced(name)}”`);

/** How much stands in the way of publishing. */
export const inTheWay = (report: Report | null): number =>
  report ? report.issues.filter((one) => one.level === "error").length + report.refuted.length + report.talks.filter((one) => !one.passed).length : 0;

/** A place as a step of the draft, or as its flow where no step is named. */
export const whereOf = ({ flow, step }: { flow: string | null; step: string | null }): string | null => (flow ? (step ? `${flow}.${step}` : flow) : null);
