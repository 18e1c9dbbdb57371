// The words of the page. The server writes them into it in every language, a template each; choosing another one
// therefore needs no connection, and loses nothing that was made.

const main = (): HTMLElement => document.querySelector("main")!;

/** The element of this name, in the language shown. */
export const at = <Kind extends HTMLElement = HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;

/** What an element holds in `data-…`, with its {placeholders} filled in. */
export function say(element: HTMLElement, key: string, values: Record<string, string | number> = {}): string {
  const text = element.dataset[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** Show how many: whole sentences for one and for more, since languages differ in more than an ending. */
export function count(id: string, number: number): void {
  const element = at(id);
  element.textContent = say(element, number === 1 ? "one" : "more", { count: number });
}

const words = (language: string): HTMLTemplateElement | undefined =>
  [...document.querySelectorAll<HTMLTemplateElement>("template[lang]")].find((one) => one.lang === language);

export const speaks = (language: string): boolean => words(language) !== undefined;

/** From now on in this language: all that is in the page is put there anew. */
export function speak(language: string): void {
  const said = words(language)!;
  main().replaceChildren(said.content.cloneNode(true));
  document.documentElement.lang = language;
  document.title = said.dataset.title ?? "";
  for (const link of languages()) {
    if (link.lang === language) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

export const languages = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>(".languages a")];

/** What `data-when` names is seen while one of its names is true. */
export function show(names: ReadonlySet<string>): void {
  for (const element of main().querySelectorAll<HTMLElement>("[data-when]")) {
    element.hidden = !element.dataset.when!.split(" ").some((name) => names.has(name));
  }
}

/** So many bytes, as people of this language write it. */
export function bytes(number: number): string {
  const [unit, size] = number < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
  const style = { style: "unit", unit, maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(document.documentElement.lang, style).format(Math.ceil(number / size));
}
