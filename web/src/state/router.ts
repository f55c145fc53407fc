/** Addresses: every view is a path and a query; links are plain anchors, so that they open in a new tab as well. */

import { useEffect, useState } from "preact/hooks";
import { withCoder } from "./filters";

export interface Address {
  path: string;
  params: URLSearchParams;
}

const CHANGED = "dateline:address";

function here(): Address {
  return { path: location.pathname, params: new URLSearchParams(location.search) };
}

/** Goes to an address of this page. `replace` leaves no entry in the history: for typing and dragging. */
export function go(href: string, { replace = false } = {}): void {
  if (href === location.pathname + location.search) return;
  if (replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  dispatchEvent(new Event(CHANGED));
}

/** Goes to another view, by the same coder. */
export function visit(href: string): void {
  go(withCoder(href, new URLSearchParams(location.search)));
}

/** The address now; the component renders again when it changes. */
export function useAddress(): Address {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const update = () => setAddress(here());
    addEventListener("popstate", update);
    addEventListener(CHANGED, update);
    return () => {
      removeEventListener("popstate", update);
      removeEventListener(CHANGED, update);
    };
  }, []);
  return address;
}

function plainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
}

/** Lets clicks on this page's own links change the view without loading anew. Answers of the API open as documents. */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    if (!plainClick(event) || !(event.target instanceof Element)) return;
    const link = event.target.closest("a");
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
    if (url.hash && url.pathname === location.pathname && url.search === location.search) return;
    event.preventDefault();
    visit(url.pathname + url.search);
  });
}

/** The parts of a path after its first: `/report/abc` gives `abc`. Damaged escapes stay as they are. */
export function tail(path: string): string {
  const raw = path.split("/").slice(2).join("/");
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
