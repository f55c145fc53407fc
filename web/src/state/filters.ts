/** The filters of a view and their place in the address: the names are those of the API, so a view and its data share one query. */

export const LISTS = [
  "type",
  "quad",
  "mode",
  "status",
  "actor",
  "recipient",
  "party",
  "country",
  "place",
  "speaker",
  "publisher",
  "coder",
] as const;
export const SCALARS = ["q", "since", "until", "undated", "min_confidence", "fold"] as const;

export type ListName = (typeof LISTS)[number];
export type ScalarName = (typeof SCALARS)[number];
export type Filters = { [K in ListName]: string[] } & { [K in ScalarName]: string };

const DEFAULTS: Partial<Record<ScalarName, string>> = { fold: "incidents" };

/** The filters that a query string names; unknown names are left out, empty values too. */
export function readFilters(params: URLSearchParams): Filters {
  const filters = {} as Filters;
  for (const name of LISTS) filters[name] = [...new Set(params.getAll(name).filter((value) => value !== ""))];
  for (const name of SCALARS) filters[name] = params.get(name) ?? "";
  return filters;
}

/** The query of these filters in one fixed order, so that equal filters have one address. */
export function writeFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of SCALARS) {
    const value = filters[name];
    if (value && value !== DEFAULTS[name]) params.set(name, value);
  }
  for (const name of LISTS) for (const value of filters[name]) params.append(name, value);
  return params;
}

/** The filters with this value of a list put in, or taken out where it was in. */
export function toggled(filters: Filters, name: ListName, value: string): Filters {
  const now = filters[name];
  // The page shows one coder at a time.
  if (name === "coder") return { ...filters, coder: now.includes(value) ? [] : [value] };
  return { ...filters, [name]: now.includes(value) ? now.filter((other) => other !== value) : [...now, value] };
}

/** How many filters are set, the full-text search and the fold aside. */
export function filterCount(filters: Filters): number {
  const lists = LISTS.reduce((sum, name) => sum + filters[name].length, 0);
  return lists + (filters.since || filters.until ? 1 : 0) + (filters.min_confidence ? 1 : 0) + (filters.undated ? 1 : 0);
}

/** The filters with none set but the fold and the coder, which say how to look, not at what. */
export function cleared(filters: Filters): Filters {
  const none = readFilters(new URLSearchParams());
  return { ...none, fold: filters.fold, coder: filters.coder };
}

/** `path?query`, or the path alone where the query is empty. */
export function withQuery(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query ? `${path}?${query}` : path;
}

/** The parameters of an address that are no filters, as `sort`, `offset`, `event`, `a`, `b`. */
export function others(params: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams();
  const known = new Set<string>([...LISTS, ...SCALARS]);
  for (const [name, value] of params) if (!known.has(name)) rest.append(name, value);
  return rest;
}

/** The query of `params` with some values set, replaced or (null) taken out. */
export function changed(params: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** An address of the page or the API with the coder of `params`, where that names one and the address none. */
export function withCoder(href: string, params: URLSearchParams): string {
  const coder = params.get("coder");
  if (!coder || /[?&]coder=/.test(href)) return href;
  return `${href}${href.includes("?") ? "&" : "?"}coder=${encodeURIComponent(coder)}`;
}
