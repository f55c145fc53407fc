/** Keys: each view says which it has; the page listens once and the help lists them. */

import { useEffect, useRef } from "preact/hooks";

export interface Key {
  /** As `event.key` gives it; two in a row with a space between: `g e`. */
  key: string;
  does: string;
  run: (event: KeyboardEvent) => void;
}

const groups = new Map<symbol, { title: string; keys: Key[] }>();
let pending = "";
let pendingUntil = 0;

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

function find(key: string): Key | undefined {
  for (const group of [...groups.values()].reverse()) {
    const found = group.keys.find((other) => other.key === key);
    if (found) return found;
  }
  return undefined;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  // A button or link does its own work on Enter and space.
  const own = event.target instanceof Element && event.target.closest("button, a, summary, input, [role=button]");
  if (own && (event.key === "Enter" || event.key === " ")) return;
  const twice = pending && Date.now() < pendingUntil ? find(`${pending} ${event.key}`) : undefined;
  pending = "";
  const found = twice ?? find(event.key);
  if (found) {
    event.preventDefault();
    found.run(event);
  } else if ([...groups.values()].some((group) => group.keys.some((key) => key.key.startsWith(`${event.key} `)))) {
    pending = event.key;
    pendingUntil = Date.now() + 1200;
  }
}

/** Listens from now on. */
export function listen(): void {
  document.addEventListener("keydown", onKeyDown);
}

/** The keys of a part of the page while it is shown; a part shown later goes first. */
export function useKeys(title: string, keys: Key[]): void {
  const id = useRef(Symbol(title));
  groups.set(id.current, { title, keys });
  useEffect(() => {
    const own = id.current;
    return () => {
      groups.delete(own);
    };
  }, []);
}

/** All keys that work now, by part. */
export function keyGroups(): { title: string; keys: Key[] }[] {
  return [...groups.values()].filter((group) => group.keys.length > 0);
}
