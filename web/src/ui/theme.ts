/** Light or dark: the system's choice until the reader makes one. */

import { useEffect, useState } from "preact/hooks";

export type Theme = "light" | "dark";
const KEY = "dateline-theme";
const CHANGED = "dateline:theme";

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

const system = () => matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  return stored() ?? (system().matches ? "dark" : "light");
}

export function applyTheme(): void {
  const chosen = stored();
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

export function toggleTheme(): void {
  const next: Theme = theme() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice holds for this page alone.
  }
  document.documentElement.dataset.theme = next;
  dispatchEvent(new Event(CHANGED));
}

/** The theme now; the component renders again when it changes. */
export function useTheme(): Theme {
  const [now, setNow] = useState(theme);
  useEffect(() => {
    const update = () => setNow((document.documentElement.dataset.theme as Theme | undefined) ?? theme());
    const media = system();
    media.addEventListener("change", update);
    addEventListener(CHANGED, update);
    return () => {
      media.removeEventListener("change", update);
      removeEventListener(CHANGED, update);
    };
  }, []);
  return now;
}

/** A colour of the style sheet as `rgb(…)`, for canvases, which know no variables. */
export function colour(variable: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
