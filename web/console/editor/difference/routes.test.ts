import { expect, test } from "vitest";
import type { Content } from "../shapes";
import { routeName } from "./routes";

const CONTENT = {
  languages: ["en"], translations: {},
  flows: {
    triage: {
      flow: "triage", start: "ask",
      steps: {
        ask: { type: "choose", choices: [{ key: "minor", label: "Under 18", go: "agree" }] },
        agree: { type: "consent", yes: { label: "Keep it", go: "by" }, no: { label: "Rather not", go: "by" } },
        by: { type: "branch", cases: [{ when: { age: "minor" }, go: "ask" }], go: "ask" },
      },
    },
  },
} as unknown as Content;

test("a way on is called by the button that leads there, or by when it is taken, never by its key", () => {
  expect(routeName(CONTENT, "triage.ask", "minor")).toBe("“Under 18”");
  expect(routeName(CONTENT, "triage.agree", "declined")).toBe("“Rather not”");
  expect(routeName(CONTENT, "triage.by", "1")).toBe("the writer's age: under 18");
  expect(routeName(CONTENT, "triage.by", "otherwise")).toBe("otherwise");
  expect(routeName(CONTENT, "triage.gone", "next")).toBe("then");
});
