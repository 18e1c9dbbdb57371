// How large a file was, told so roughly that it says nothing about which file it was.
import type { SizeClass } from "./messages";

const MB = 1024 * 1024;
const CLASSES: [number, SizeClass][] = [
  [MB, "<1MB"],
  [10 * MB, "1-10MB"],
  [100 * MB, "10-100MB"],
  [1024 * MB, "100MB-1GB"],
];

export const sizeClass = (bytes: number): SizeClass => CLASSES.find(([below]) => bytes < below)?.[1] ?? ">1GB";
