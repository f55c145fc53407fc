/** A quote around its trigger: what stands before, the words themselves, what stands after. */

import { CodePoints } from "./points";

export interface Cut {
  before: string;
  words: string;
  after: string;
}

/** `start` and `end` are code points within `quote`; outside it nothing is marked. */
export function cut(quote: string, start: number, end: number): Cut {
  const points = new CodePoints(quote);
  if (start < 0 || end > points.length || end <= start) return { before: quote, words: "", after: "" };
  return { before: points.slice(0, start), words: points.slice(start, end), after: points.slice(end, points.length) };
}

/** White space as one blank, for a quote in a table's cell. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
