// What the server says of the conversation as a whole.
import type { Someone } from "./shapes";

export interface PublishedRow {
  kind: string; number: number; checksum: string; at: string; by: string | null; second: string | null; note: string; back_to: number | null;
}
export interface AskedFor { version: number; by: string; mine: boolean; at: string; note: string }
export interface DraftRow {
  id: string; kind: string; name: string; based_on: number | null; version: number; by: string; begun_at: string; changed_at: string;
  authors: string[]; asked: AskedFor | null; here: Someone[];
}
export interface Overview {
  running: PublishedRow; drafts: DraftRow[]; revisions: PublishedRow[]; editions: PublishedRow[]; shipped_differs: boolean;
  warnings: { entry: string; days: number; hidden: boolean }[]; may_publish: boolean; people_who_publish: number;
}
