// Reads what was built, as a browser would, and refuses what could carry something out of the page by a way that the
// browser's policy leaves open, or that has no business there. Every build runs it: node hash/check-bundle.mjs dist/hash
//
// It keeps from mistakes, and shows a reader where to look. It is no proof against somebody who hides what he does:
// for that the whole is small enough to be read (docs/hash-page.md).
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseAst } from "rolldown/parseAst";
import { childrenOf, wrongName } from "./check-names.mjs";

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
/** Asked of an element, an event or anything else, these lead back to the browser, or to what it loads. */
const BACK = new Set(
  (
    "constructor prototype __proto__ defaultView ownerDocument view source currentTarget composedPath getRootNode " +
    "attributes setAttributeNode setNamedItem relList style sheet styleSheets implementation importNode adoptNode"
  ).split(" "),
);
/** What a person does, a script does not do in her place. */
const HERS = new Set(["click", "submit", "reset", "dispatchEvent"]);
/** Only the first script names connections from browser to browser, to take them away. */
const SHUT = /^(webkit|moz)?RTC[A-Z]|^WebTransport$|^Reflect$|^Proxy$|^navigation$/;
/** What belongs to the browser: what is asked of it is written out, never put together. */
const BROWSER = new Set(["window", "self", "globalThis", "top", "parent", "document", "navigator", "location"]);
/** Elements that fetch nothing and lead nowhere. */
const PLAIN = new Set(["div", "dt", "dd", "li", "p", "span", "strong", "code", "button"]);
/** Set to a value, these would fetch it or lead there; the last ones are parts of an address. */
const LEADING = new Set("src srcset href action formAction ping poster background rel httpEquiv".split(" "));
const PARTS = new Set("host hostname port protocol pathname search hash username password name".split(" "));
/** What may be said to the Telegram client around the page. */
const CLIENT = /^web_app_(ready|expand|close|open_link|setup_closing_behavior)$/;
/** A style sheet that fetches, or hides that it does. */
const FETCHING = /@import|@font-face|@namespace|url\(|src\(|image\(|image-set\(|\\/i;
const ADDRESS = /^\s*(\/\/|(https?|wss?|ftp|file|data|blob|javascript|stuns?|turns?|tg|intent|mailto|sms|tel):)/i;

/** What may be said at most so often in each file, and what must stand behind it. */
const MOST = {
  "shut.js": {},
  "worker.js": { postMessage: 1 },
  "page.js": {
    ...{ fetch: 1, Worker: 2, postMessage: 2, postEvent: 1, notify: 2, writeText: 1, web_app_open_link: 1 },
    ...{ replaceState: 2, title: 2, "https://web.telegram.org": 1 },
  },
};
const GIVEN = { fetch: "/api/hashes", Worker: "/hashes/worker.js" };
const COUNTED = new Set(Object.keys(MOST["page.js"]));

export const FILES = [...Object.keys(MOST), "page.css"];

/** What is wrong with this text, each in a few words; nothing where it may be given to a browser. */
export function wrongs(file, code) {
  if (file.endsWith(".css")) return FETCHING.test(code) ? ["a style that fetches"] : [];
  const seen = { file, wrong: [], own: new Set(), said: new Map() };
  const tree = parseAst(code, { lang: "js" });
  walk(tree, (node) => [node.id, ...(node.params ?? [])].forEach((one) => one?.name && seen.own.add(one.name)));
  walk(tree, (node, parents) => RULES.forEach((rule) => rule(node, seen, parents.at(-1), parents)));
  for (const [name, times] of seen.said)
    if (times > (MOST[file][name] ?? 0)) seen.wrong.push(`${name}, ${times} times`);
  return [...new Set(seen.wrong)];
}

function walk(node, see, parents = []) {
  see(node, parents);
  for (const child of childrenOf(node)) walk(child, see, [...parents, node]);
}

const text = (node) => (node?.type === "Literal" && typeof node.value === "string" ? node.value : undefined);
const word = (node) => (node.type === "Identifier" ? node.name : (text(node) ?? node.value?.raw));
/** `b` of `b`, of `a.b` and of `a["b"]`; and `a` of the last two. */
const name = (node) => (node.type === "MemberExpression" ? (text(node.property) ?? node.property.name) : node.name);
const owner = (node) => (node.type === "MemberExpression" ? name(node.object) : undefined);

/** `${location.origin}/hashes…`: this page, and no other. */
function isHere(node) {
  const [from, rest] = node.type === "TemplateLiteral" ? [node.expressions[0], node.quasis] : [];
  return owner(from ?? {}) === "location" && name(from) === "origin" && /^\/hashes/.test(rest[1].value.raw) && !rest[0].value.raw;
}

const RULES = [
  function words(node, { file, wrong, said }) {
    const one = word(node);
    if (NEVER.has(one)) wrong.push(one);
    if (file !== "shut.js" && SHUT.test(one ?? "")) wrong.push(one);
    if (COUNTED.has(one) && node.type !== "TemplateElement") said.set(one, (said.get(one) ?? 0) + 1);
    else if (node.type !== "Identifier" && ADDRESS.test(one ?? "")) wrong.push("an address");
    if (/^(web_app|iframe|payment|oauth|share)_/.test(one ?? "") && !CLIENT.test(one)) wrong.push(one);
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
  function listed(node, { file, wrong }, parent, parents) {
    const found = wrongName(file, node, parents);
    if (found) wrong.push(found);
    if (file === "page.js" && node.type === "ThisExpression") wrong.push("this");
  },
  function loaded(node, { wrong }) {
    if (/^Import|^MetaProperty|^WithStatement/.test(node.type)) wrong.push("import");
  },
  function back(node, { wrong }) {
    if (node.type === "MemberExpression" && BACK.has(name(node))) wrong.push(`.${name(node)}`);
    const [key, of] = [word(node.key ?? {}), node.type === "Property" ? node.value.type : ""];
    if (BACK.has(key) && /Identifier|Pattern/.test(of)) wrong.push(`${key}:`);
  },
  function told(node, { file, wrong }, parent) {
    if (file !== "page.js" || node.type !== "Property" || parent.type !== "ObjectExpression") return;
    if (LEADING.has(word(node.key))) wrong.push(`${word(node.key)}: …`);
    if (word(node.key) === "url" && !isHere(node.value)) wrong.push("another address");
  },
  function changed(node, { file, wrong }) {
    if (file !== "page.js" || node.type !== "CallExpression" || owner(node.callee) !== "Object") return;
    if (name(node.callee) === "assign" && node.arguments[0].name !== "state") wrong.push("Object.assign to something else");
  },
  function led(node, { wrong }) {
    if (node.type !== "AssignmentExpression") return;
    if (name(node.left) === "location" || owner(node.left) === "location") wrong.push("location = …");
    if (node.left.type !== "MemberExpression") return;
    if (LEADING.has(name(node.left)) || PARTS.has(name(node.left))) wrong.push(`.${name(node.left)} = …`);
  },
  function left(node, { wrong, own }) {
    if (node.type !== "CallExpression") return;
    const [what, of] = [name(node.callee), owner(node.callee)];
    if (of === "location" && what !== "toString") wrong.push(`location.${what}()`);
    if (HERS.has(what) && node.callee.type === "MemberExpression") wrong.push(`.${what}()`);
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
