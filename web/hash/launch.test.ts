// What the clients put behind the "#", one line each.
import { describe, expect, it } from "vitest";
import { readLaunch } from "./launch";

const SECRET = "aB3-_x9Zq0LmN8pQ7rStU2vW5yK4jH6g";
const DATA = 'query_id=AA&user={"id":1}&auth_date=1&signature=x-_&hash=y';
const ONCE = encodeURIComponent(DATA);
const SPELT = `query_id=AA&user=${encodeURIComponent('{"id":1}')}&auth_date=1&signature=x-_&hash=y`;
const REST = "tgWebAppVersion=9.6&tgWebAppPlatform=android";
const theme = (ground: string) => `tgWebAppThemeParams=${encodeURIComponent(JSON.stringify({ bg_color: ground, text_color: "#fff" }))}`;

describe("what opened the page", () => {
  it.each<[string, string, string | null, string | null, boolean]>([
    ["nothing", "", null, null, false],
    ["an empty fragment", "#", null, null, false],
    ["a browser", `#${SECRET}`, SECRET, null, false],
    ["a link with a full stop caught behind it", `#${SECRET}.`, SECRET, null, false],
    ["a link broken off", "#aB3", null, null, false],
    ["a word of the page", "#/inhoud", null, null, false],
    ["data behind &", `#${SECRET}&tgWebAppData=${ONCE}&${REST}`, SECRET, DATA, true],
    ["data behind ?", `#${SECRET}?tgWebAppData=${ONCE}&${REST}`, SECRET, DATA, true],
    ["data alone", `#tgWebAppData=${ONCE}&${REST}`, null, DATA, true],
    ["data alone behind ?", `#?tgWebAppData=${ONCE}&${REST}`, null, DATA, true],
    ["data not in front", `#${SECRET}&${REST}&tgWebAppData=${ONCE}`, SECRET, DATA, true],
    ["data last and alone", `#${REST}&tgWebAppData=${ONCE}`, null, DATA, true],
    ["data not encoded", `#tgWebAppData=${DATA}&${REST}`, null, DATA, true],
    ["data not encoded, behind a secret", `#${SECRET}&tgWebAppData=${DATA}&${REST}`, SECRET, DATA, true],
    ["data not encoded, at the end", `#${SECRET}&tgWebAppData=${DATA}`, SECRET, DATA, true],
    ["data encoded as the server reads it", `#tgWebAppData=${SPELT}&${REST}`, null, SPELT, true],
    ["a client that gives no data", `#${SECRET}&${REST}`, SECRET, null, true],
    ["empty data", `#${SECRET}&tgWebAppData=&${REST}`, SECRET, null, true],
    ["broken data", `#${SECRET}&tgWebAppData=%E0%A4%A&${REST}`, SECRET, null, true],
  ])("%s", (_, fragment, secret, data, inside) => {
    expect(readLaunch(fragment)).toEqual({ secret, data, inside, dark: null });
  });

  it.each<[string, boolean | null]>([
    [theme("#17212b"), true],
    [theme("#FFFFFF"), false],
    ["tgWebAppThemeParams={\"bg_color\":\"#0f0f0f\"}", true],
    ["tgWebAppThemeParams=%7B%22bg_color%22%3A1%7D", null],
    ["tgWebAppThemeParams=%E0%A4%A", null],
    ["", null],
  ])("takes day or night from %s", (params, dark) => {
    expect(readLaunch(`#${SECRET}&tgWebAppData=${ONCE}&${params}`).dark).toBe(dark);
  });

  it("is soon through with a long fragment", () => {
    const began = performance.now();
    readLaunch(`#${"tgWebAppData=&".repeat(20_000)}`);
    readLaunch(`#${"?&".repeat(50_000)}`);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
