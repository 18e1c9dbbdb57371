// Making elements. Content only ever becomes text nodes: nothing a bot or a contact writes is read as HTML.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  send: "M4 12l16-7-6 15-3-6z",
  attach: "M8 12.500l6.500-6.500a3.200 3.200 0 0 1 4.500 4.500l-8.500 8.500a5.200 5.200 0 0 1-7.300-7.300L11 4",
  menu: "M5 7h14M5 12h14M5 17h9",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  photo: "M4 6h16v12H4zM4 15l4-4 4 4 3-3 5 5M15.500 9.500h.01",
  video: "M4 7h11v10H4zM15 11l5-3v8l-5-3",
  voice: "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4zM6.500 11a5.500 5.500 0 0 0 11 0M12 16.500V20",
  document: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  sticker: "M4 12a8 8 0 1 1 16 0c0 1-4 8-8 8a8 8 0 0 1-8-8zM9 10h.01M15 10h.01M9 14c1.500 1.500 4 1.500 5.500 0",
  location: "M12 21s6.500-6 6.500-11a6.500 6.500 0 1 0-13 0c0 5 6.500 11 6.500 11zM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20a7.500 7.500 0 0 1 15 0",
  forward: "M13 6l6 6-6 6M19 12H9a5 5 0 0 0-5 5",
  page: "M10 6H6v12h12v-4M13 5h6v6M19 5l-8 8",
  plus: "M12 5v14M5 12h14",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name] ?? SHAPES.document);
  svg.append(path);
  return svg;
}

// The helpline's clock, wherever the browser is: opening hours are told in this zone.
export const ZONE = "Europe/Brussels";

export function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB",
    { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
}

export function day(seconds, length = "long") {
  return new Date(seconds * 1000).toLocaleDateString("en-GB",
    { weekday: length, day: "numeric", month: length, timeZone: ZONE });
}

export function moment(seconds, before = "") {
  return h("time", { datetime: new Date(seconds * 1000).toISOString(),
    title: `${day(seconds)}, ${time(seconds)} in ${ZONE}` }, before, time(seconds));
}
