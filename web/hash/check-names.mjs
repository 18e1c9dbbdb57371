// Which names of the browser the scripts of the hash page use. They are counted up here, one by one: whatever is not on
// the list is refused, so that what browsers learn to do next year is, too.

/** The language itself: nothing in it reaches outside. */
const LANGUAGE = setOf(`Array ArrayBuffer Boolean DataView Error Float32Array Int32Array Intl JSON Map Math Number Promise
  RangeError RegExp Set String Uint32Array Uint8Array Uint8ClampedArray arguments decodeURIComponent parseInt undefined`);

/** What each of them asks of the browser besides. hash-wasm looks for the last ones of the worker, and finds one. */
const ASKED = {
  "shut.js": setOf("Reflect URL window"),
  "worker.js": setOf(`Blob ImageData ImageDecoder OffscreenCanvas WebAssembly atob createImageBitmap crypto performance
    self globalThis window global`),
  "page.js": setOf("AbortSignal Element Worker addEventListener fetch matchMedia setTimeout"),
};

/** From these all of the browser is in reach: they are handed to nobody, and nothing else is asked of them. */
const MEMBERS = new Map(
  Object.entries({
    crypto: "randomUUID",
    document: "createElement documentElement getElementById querySelector querySelectorAll title",
    history: "replaceState",
    location: "hash origin pathname search",
    navigator: "clipboard",
    window: "TelegramWebviewProxy close external parent",
    "window.parent": "postMessage",
    Object: "assign entries",
  }).map(([of, members]) => [of, setOf(members)]),
);

function setOf(words) {
  return new Set(words.split(/\s+/));
}

/** What is wrong with this name where it stands; nothing where it is the script's own or on the list. `parents`: the
 * innermost last. */
export function wrongName(file, node, parents) {
  if (node.type !== "Identifier" || !isName(node, parents.at(-1)) || isOwn(node.name, parents)) return undefined;
  if (LANGUAGE.has(node.name) || ASKED[file].has(node.name)) return undefined;
  return MEMBERS.has(node.name) ? wrongMember(node.name, node, parents) : node.name;
}

function wrongMember(path, node, parents) {
  const [parent, rest] = [parents.at(-1), parents.slice(0, -1)];
  if (parent.type === "BinaryExpression") return undefined;
  if (parent.type !== "MemberExpression" || parent.object !== node || parent.computed) return `${path} as a whole`;
  const next = `${path}.${parent.property.name}`;
  if (!MEMBERS.get(path).has(parent.property.name)) return next;
  return MEMBERS.has(next) ? wrongMember(next, parent, rest) : undefined;
}

/** What stands behind a dot or before a colon names nothing of the browser's. */
function isName(node, parent) {
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (/^(Property|MethodDefinition|PropertyDefinition)$/.test(parent.type)) return parent.value === node || parent.computed;
  return !/^(LabeledStatement|BreakStatement|ContinueStatement)$/.test(parent.type);
}

// ── what a script calls by a name of its own ─────────────────────────────────────────────────────────────────────────
const scopes = new WeakMap();
const isFunction = (node) => /Function/.test(node.type);

export const childrenOf = (node) => Object.values(node).flat().filter((one) => typeof one?.type === "string");

function isOwn(name, parents) {
  return parents.some((one) => (isFunction(one) || one.type === "Program") && ownOf(one).has(name));
}

/** The names that this function, or the whole script, gives. */
function ownOf(scope) {
  if (!scopes.has(scope)) {
    const names = new Set();
    if (isFunction(scope)) [scope.id, ...scope.params].forEach((one) => given(one, names));
    childrenOf(scope).forEach((one) => declared(one, names));
    scopes.set(scope, names);
  }
  return scopes.get(scope);
}

function declared(node, names) {
  if (node.type === "VariableDeclarator" || /^Class|^FunctionDeclaration/.test(node.type)) given(node.id, names);
  if (node.type === "CatchClause") given(node.param, names);
  if (!isFunction(node)) childrenOf(node).forEach((one) => declared(one, names));
}

function given(pattern, names) {
  if (pattern?.type === "Identifier") names.add(pattern.name);
  if (pattern?.type === "AssignmentPattern") given(pattern.left, names);
  if (pattern?.type === "RestElement") given(pattern.argument, names);
  if (pattern?.type === "ArrayPattern") pattern.elements.forEach((one) => given(one, names));
  if (pattern?.type === "ObjectPattern") pattern.properties.forEach((one) => given(one.value ?? one, names));
}
