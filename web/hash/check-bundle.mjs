// Reads what was built, as a browser would, and refuses what could carry something out of the page by a way that the
// browser's policy leaves open, or that has no business there. Every build runs it: node hash/check-bundle.mjs dist/hash
//
// It keeps from mistakes, and shows a reader where to look. It is no proof against somebody who hides what he does:
// for that the whole is small enough to be read (docs/hash-page.md).
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseAst } from "rolldown/parseAst";

/** Nobody says these words here, in whatever place. */
const NEVER = new Set(
  (
    "XMLHttpRequest WebSocket WebSocketStream EventSource sendBeacon fetchLater Request SharedWorker serviceWorker " +
    "BroadcastChannel indexedDB localStorage sessionStorage cookie cookieStore caches getDirectory " +
    "eval Function importScripts setHTMLUnsafe setHTML innerHTML outerHTML insertAdjacentHTML srcdoc DOMParser " +
    "createContextualFragment execCommand adoptedStyleSheets insertRule cssText contentWindow contentDocument frames " +
    "opener canShare createObjectURL showSaveFilePicker requestSubmit getUserMedia mediaDevices geolocation PaymentRequest " +
    "Notification PushManager bluetooth serial usb hid NDEFReader PresentationRequest registerProtocolHandler " +
    "toDataURL convertToBlob toBlob captureStream MediaRecorder FileReader Image Audio FontFace"
  ).split(" "),
);
/** Only the first script names connections from browser to browser, to take them away. */
const SHUT = /^(webkit|moz)?RTC[A-Z]|^WebTransport$|^Reflect$|^Proxy$|^navigation$/;
/** What belongs to the browser: what is asked of it is written out, never put together. */
const BROWSER = new Set(["window", "self", "globalThis", "top", "parent", "document", "navigator", "location"]);
/** Elements that fetch nothing and lead nowhere. */
const PLAIN = new Set(["div", "dt", "dd", "li", "p", "span", "strong", "code", "button"]);
/** Set to a value, these would fetch it or lead there. */
const LEADING = new Set(["src", "srcset", "href", "action", "formAction", "ping", "poster", "background"]);
const ADDRESS = /^\s*(\/\/|(https?|wss?|ftp|file|data|blob|javascript|stuns?|turns?|tg|intent|mailto|sms|tel):)/i;

/** What may be said at most so often in each file, and what must stand behind it. */
const MOST = {
  "shut.js": {},
  "worker.js": { postMessage: 1 },
  "page.js": {
    ...{ fetch: 1, Worker: 2, postMessage: 2, postEvent: 1, notify: 2, writeText: 1, web_app_open_link: 1 },
    "https://web.telegram.org": 1,
  },
};
const GIVEN = { fetch: "/api/hashes", Worker: "/hashes/worker.js" };
const COUNTED = new Set(Object.keys(MOST["page.js"]));

export const FILES = Object.keys(MOST);

/** What is wrong with this text, each in a few words; nothing where it may be given to a browser. */
export function wrongs(file, code) {
  const seen = { file, wrong: [], own: new Set(), said: new Map() };
  const tree = parseAst(code, { lang: "js" });
  walk(tree, (node) => [node.id, ...(node.params ?? [])].forEach((one) => one?.name && seen.own.add(one.name)));
  walk(tree, (node, parent) => RULES.forEach((rule) => rule(node, seen, parent)));
  for (const [name, times] of seen.said)
    if (times > (MOST[file][name] ?? 0)) seen.wrong.push(`${name}, ${times} times`);
  return [...new Set(seen.wrong)];
}

function walk(node, see, parent = null) {
  see(node, parent);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child.type === "string") walk(child, see, node);
}

const text = (node) => (node?.type === "Literal" && typeof node.value === "string" ? node.value : undefined);
const word = (node) => (node.type === "Identifier" ? node.name : (text(node) ?? node.value?.raw));
/** `b` of `b`, of `a.b` and of `a["b"]`; and `a` of the last two. */
const name = (node) => (node.type === "MemberExpression" ? (text(node.property) ?? node.property.name) : node.name);
const owner = (node) => (node.type === "MemberExpression" ? name(node.object) : undefined);

const RULES = [
  function words(node, { file, wrong, said }) {
    const one = word(node);
    if (NEVER.has(one)) wrong.push(one);
    if (file !== "shut.js" && SHUT.test(one ?? "")) wrong.push(one);
    if (COUNTED.has(one) && node.type !== "TemplateElement") said.set(one, (said.get(one) ?? 0) + 1);
    else if (node.type !== "Identifier" && ADDRESS.test(one ?? "")) wrong.push("an address");
  },
  function given(node, { wrong }, parent) {
    if (node.type !== "Identifier" || !Object.hasOwn(GIVEN, node.name)) return;
    const called = parent.callee === node && text(parent.arguments[0]) === GIVEN[node.name];
    if (!called) wrong.push(`${node.name} of something else`);
  },
  function hidden(node, { wrong }) {
    if (node.type === "MemberExpression" && node.computed && text(node.property) === undefined)
      if (BROWSER.has(name(node.object))) wrong.push(`${name(node.object)}[…]`);
  },
  function loaded(node, { wrong }) {
    if (/^Import/.test(node.type)) wrong.push("import");
  },
  function led(node, { wrong }) {
    if (node.type !== "AssignmentExpression") return;
    if (name(node.left) === "location" || owner(node.left) === "location") wrong.push("location = …");
    if (node.left.type === "MemberExpression" && LEADING.has(name(node.left))) wrong.push(`.${name(node.left)} = …`);
  },
  function left(node, { wrong, own }) {
    if (node.type !== "CallExpression") return;
    const [what, of] = [name(node.callee), owner(node.callee)];
    if (of === "location" && what !== "toString") wrong.push(`location.${what}()`);
    if (what === "share" && of === "navigator") wrong.push("share");
    if (of === "document" && /^write/.test(what)) wrong.push(`document.${what}()`);
    if (what === "open" && (of ? BROWSER.has(of) : !own.has("open"))) wrong.push("open()");
  },
  function made(node, { wrong }) {
    if (node.type !== "CallExpression") return;
    const [what, [one, two]] = [name(node.callee), node.arguments];
    if (/^createElement/.test(what) && !PLAIN.has(text(what === "createElement" ? one : two))) wrong.push(what);
    if (/^setAttribute|^toggleAttribute/.test(what) && !/^aria-/.test(text(one) ?? "")) wrong.push(what);
  },
];

/** All that is wrong in a folder that was built. */
function look(folder) {
  return FILES.flatMap((file) => wrongs(file, readFileSync(`${folder}/${file}`, "utf8")).map((one) => `${file}: ${one}`));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = look(process.argv[2]);
  if (found.length) console.error(`The hash page may not go out like this.\n${found.join("\n")}`);
  process.exitCode = found.length ? 1 : 0;
}
