import { changed, others, readFilters, withQuery, writeFilters, type Filters } from "./filters";
import { go, useAddress } from "./router";

export interface UsedFilters {
  filters: Filters;
  params: URLSearchParams;
  /** The filters as a query of the API. */
  query: URLSearchParams;
  /** The address of this view with other filters; it begins at the first page again. */
  href: (filters: Filters) => string;
  set: (filters: Filters, replace?: boolean) => void;
  /** Sets parameters of the view that are no filters. */
  put: (changes: Record<string, string | null>, replace?: boolean) => void;
}

export function useFilters(): UsedFilters {
  const { path, params } = useAddress();
  const filters = readFilters(params);
  const href = (next: Filters) => {
    const query = writeFilters(next);
    for (const [name, value] of others(params)) if (name !== "offset") query.append(name, value);
    return withQuery(path, query);
  };
  return {
    filters,
    params,
    query: writeFilters(filters),
    href,
    set: (next, replace = false) => go(href(next), { replace }),
    put: (changes, replace = false) => go(withQuery(path, changed(params, changes)), { replace }),
  };
}
