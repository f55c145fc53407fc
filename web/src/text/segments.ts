/** Spans may nest and cross; the page shows text in flat segments, each of which knows the spans that cover it. */

export interface Range {
  start: number;
  end: number;
}

export interface Segment<S extends Range> extends Range {
  /** Spans that cover the whole segment, the shortest first: the innermost is the most telling. */
  spans: S[];
}

/**
 * The segments of `start` to `end`, cut wherever a span begins or ends: in order, without gap or overlap, none empty.
 * Empty spans and those outside are left out.
 */
export function segments<S extends Range>(start: number, end: number, spans: readonly S[]): Segment<S>[] {
  if (end <= start) return [];
  const inside = spans.filter((span) => span.end > span.start && span.end > start && span.start < end);
  const cuts = new Set([start, end]);
  for (const span of inside) {
    if (span.start > start) cuts.add(span.start);
    if (span.end < end) cuts.add(span.end);
  }
  const bounds = [...cuts].sort((a, b) => a - b);
  const byStart = [...inside].sort((a, b) => a.start - b.start);
  const result: Segment<S>[] = [];
  let open: S[] = [];
  let next = 0;
  for (let i = 0; i + 1 < bounds.length; i++) {
    const from = bounds[i] as number;
    const to = bounds[i + 1] as number;
    while (next < byStart.length && (byStart[next] as S).start <= from) open.push(byStart[next++] as S);
    open = open.filter((span) => span.end > from);
    result.push({ start: from, end: to, spans: [...open].sort((a, b) => a.end - a.start - (b.end - b.start)) });
  }
  return result;
}

/** The paragraphs of a text as ranges of code points: what blank lines part; the blank lines themselves are in none. */
export function paragraphs(text: string): Range[] {
  const result: Range[] = [];
  let point = 0;
  let start = 0;
  for (const piece of text.split(/(\r?\n[^\S\n]*(?:\n[^\S\n]*)+)/)) {
    const length = [...piece].length;
    const blank = piece.trim() === "";
    if (!blank) {
      start = point;
      result.push({ start, end: point + length });
    }
    point += length;
  }
  return result;
}
