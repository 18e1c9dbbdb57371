// The outline: flows in the order in which a talk comes to them, their steps as they stand, and how deep each lies.
import { own } from "./own";
import { stepsOf } from "./places";
import type { Content, Flow, Plain, Step } from "./shapes";

export interface OutlineStep { place: string; key: string; step: Step; depth: number }
export interface OutlineFlow { key: string; flow: Flow; steps: OutlineStep[]; called: boolean }
const DEEPEST = 3;

const isRecord = (node: unknown): node is Record<string, Plain> => typeof node === "object" && node !== null && !Array.isArray(node);

/** Where a step leads within its flow, each once, in the order in which it says so. */
export function leadsTo(step: Step): string[] {
  const found = new Set<string>();
  const look = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) look(one);
    else if (isRecord(node))
      for (const [name, value] of Object.entries(node)) {
        if ((name === "go" || name === "refused" || name === "empty") && typeof value === "string") found.add(value);
        else if (name !== "sets" && name !== "when") look(value);
      }
  };
  look(step);
  return [...found];
}

const depths = new WeakMap<Flow, Map<string, number>>();

/** How many choices lie between the beginning of a flow and a step, at most three. */
function depthsOf(flow: Flow): Map<string, number> {
  const known = depths.get(flow);
  if (known) return known;
  const found = new Map<string, number>([[flow.start, 0]]);
  const open = [flow.start];
  for (let key = open.shift(); key !== undefined; key = open.shift()) {
    const step = flow.steps[key];
    const ways = isRecord(step) ? leadsTo(step as Step) : [];
    const deeper = (found.get(key) ?? 0) + (ways.length > 1 ? 1 : 0);
    for (const way of ways)
      if (!found.has(way)) {
        found.set(way, Math.min(deeper, DEEPEST));
        open.push(way);
      }
  }
  depths.set(flow, found);
  return found;
}

/** The order of the flows: the triage first, each other one where a talk first comes to it, then those that words call. */
export function flowOrder(content: Content): { key: string; called: boolean }[] {
  const called = new Set<string>();
  const visit = (key: string): void => {
    const flow = own(content.flows, key);
    if (called.has(key) || !flow) return;
    called.add(key);
    for (const [, step] of stepsOf(flow)) if (step.type === "call" && typeof step["flow"] === "string") visit(step["flow"]);
  };
  visit(own(content.flows, "triage") ? "triage" : (Object.keys(content.flows)[0] ?? ""));
  const others = Object.keys(content.flows).filter((key) => !called.has(key));
  return [...[...called].map((key) => ({ key, called: true })), ...others.map((key) => ({ key, called: false }))];
}

export function outline(content: Content): OutlineFlow[] {
  return flowOrder(content).map(({ key, called }) => {
    const flow = content.flows[key] as Flow;
    const depth = stepsOf(flow).length ? depthsOf(flow) : new Map<string, number>();
    const steps = stepsOf(flow).map(([name, step]) => ({ place: `${key}.${name}`, key: name, step, depth: depth.get(name) ?? 0 }));
    return { key, flow, steps, called };
  });
}
