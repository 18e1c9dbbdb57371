// Light, dark, or as the machine is set: remembered on this machine, told to no one.

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function theme(): Theme {
  const stored = localStorage.getItem("haven.theme");
  return THEMES.find((one) => one === stored) ?? "auto";
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem("haven.theme", chosen);
  document.documentElement.dataset.theme = chosen;
}
