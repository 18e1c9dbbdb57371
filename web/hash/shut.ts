// The first script of the hash page. Before any other runs, it shuts the ways out that no policy of a browser shuts, and
// looks whether they are. Only then does it say so; without that word the page does not begin.

/** Connections from browser to browser: they begin by asking servers of anybody's choice, and no policy forbids it. */
const CONNECTIONS = [
  "RTCPeerConnection",
  "webkitRTCPeerConnection",
  "mozRTCPeerConnection",
  "RTCDataChannel",
  "RTCIceTransport",
  "RTCDtlsTransport",
  "WebTransport",
];

/** Gone, and for as long as this page is open nothing can be put in its place. */
function shut(name: string): boolean {
  Reflect.deleteProperty(window, name);
  Reflect.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
  const now = Reflect.getOwnPropertyDescriptor(window, name);
  return now?.value === undefined && now?.configurable === false && now.writable === false;
}

/** What browsers tell before a page is left (some do not yet, and TypeScript knows nothing of it). */
type Leaving = Event & {
  navigationType: string;
  userInitiated: boolean;
  destination: { url: string; sameDocument: boolean };
};

/** The page itself leads nowhere. What she does may: to load it again, or to follow a link of this house. */
function mayLeave({ navigationType, userInitiated, destination }: Leaving): boolean {
  if (destination.sameDocument || navigationType === "reload") return true;
  return userInitiated && new URL(destination.url).origin === location.origin;
}

const navigation = (window as { navigation?: EventTarget }).navigation;
navigation?.addEventListener("navigate", (leaving) => {
  if (!mayLeave(leaving as Leaving)) leaving.preventDefault();
});

if (CONNECTIONS.map(shut).every(Boolean)) document.documentElement.dataset.shut = "yes";
