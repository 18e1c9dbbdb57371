// The buttons of a step, by the fields of their words, whatever its type.
import { own } from "./own";
import type { Field, Plain, Shapes, Step } from "./shapes";

const isRecord = (node: Plain | undefined): node is { [key: string]: Plain } => typeof node === "object" && node !== null && !Array.isArray(node);

function labels(field: Field, value: Plain | undefined): string[] {
  if (field.kind === "way") return isRecord(value) ? [`${field.name}.label`] : [];
  if (field.kind !== "choices" || !Array.isArray(value)) return [];
  return value.flatMap((one) => (isRecord(one) && typeof one["key"] === "string" ? [`${field.name}.${one["key"]}.label`] : []));
}

export const buttonsOf = (step: Step, shapes: Shapes): string[] => (own(shapes, step.type)?.fields ?? []).flatMap((field) => labels(field, step[field.name]));
