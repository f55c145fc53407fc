/** Days as numbers, and days put together in bins that a narrow chart can show. */

const DAY = 86_400_000;

export function toNumber(day: string): number {
  return Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY);
}

export function toDay(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

export interface DayBin {
  start: number;
  /** The last day, inclusive. */
  end: number;
  count: number;
  /** Days further out are counted here too: nothing before the first bin, or after the last, is left out. */
  open?: "before" | "after";
}

const WIDTHS = [1, 7, 14, 30, 91, 182, 365, 730, 1826, 3652, 18262];
/** The share of rows that may lie beyond either end, where showing them in place would leave little room for the others. */
const STRAY = 0.03;

/** The day before which a share of the rows lies. */
function quantile(sorted: readonly { at: number; count: number }[], total: number, share: number): number {
  let sum = 0;
  for (const { at, count } of sorted) {
    sum += count;
    if (sum >= total * share) return at;
  }
  return sorted.at(-1)?.at ?? 0;
}

/**
 * The days in at most `most` bins of one width, empty bins included. Few stray days far from the rest (a report that looks back fifty
 * years) are counted in the first or last bin. Days that are no ISO day are left out.
 */
export function binDays(days: readonly { day: string; count: number }[], most: number): DayBin[] {
  const known = days
    .map(({ day, count }) => ({ at: toNumber(day), count }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
  const total = known.reduce((sum, { count }) => sum + count, 0);
  if (!known.length) return [];
  let first = (known[0] as { at: number }).at;
  let last = (known.at(-1) as { at: number }).at;
  const from = quantile(known, total, STRAY);
  const to = quantile(known, total, 1 - STRAY);
  const core = Math.max(to - from, 14);
  if (from - first > core) first = from - Math.ceil(core * 0.1);
  if (last - to > core) last = to + Math.ceil(core * 0.1);
  const width = WIDTHS.find((days) => (last - first + 1) / days <= most) ?? Math.ceil((last - first + 1) / most);
  const bins: DayBin[] = [];
  for (let start = first; start <= last; start += width) bins.push({ start, end: start + width - 1, count: 0 });
  for (const { at, count } of known) {
    const index = Math.min(bins.length - 1, Math.max(0, Math.floor((at - first) / width)));
    const bin = bins[index] as DayBin;
    bin.count += count;
    if (at < bin.start) bin.open = "before";
    if (at > bin.end) bin.open = "after";
  }
  return bins;
}
