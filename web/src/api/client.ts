/** Reads the API: one request an address at a time, answers kept so that going back is instant. */

import { useEffect, useRef, useState } from "preact/hooks";
import { withCoder } from "../state/filters";

const KEPT = 80;
const answers = new Map<string, unknown>();

/** An answer other than 2xx, in the server's own words. */
export class ApiError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

async function failure(response: Response): Promise<ApiError> {
  let words = `${response.status} ${response.statusText}`;
  try {
    const body: unknown = await response.json();
    if (body && typeof body === "object" && "error" in body && typeof body.error === "string") words = body.error;
  } catch {
    // The body was no JSON: the status line says enough.
  }
  return new ApiError(words, response.status);
}

/** What the address of this page asks for by its coder. */
function asked(url: string): string {
  return url.startsWith("/api/meta") ? url : withCoder(url, new URLSearchParams(location.search));
}

/** The answer of a GET, from memory where it was asked before. */
export async function get<T>(address: string, signal?: AbortSignal): Promise<T> {
  const url = asked(address);
  const known = answers.get(url);
  if (known !== undefined) return known as T;
  let response: Response;
  try {
    response = await fetch(url, { headers: { accept: "application/json" }, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("The server does not answer. Is `dateline serve` still running?", 0);
  }
  const later = response.status === 503 ? Number(response.headers.get("retry-after")) : 0;
  if (later > 0) {
    // The index is being made: the view waits for it.
    await new Promise((resolve) => setTimeout(resolve, later * 1000));
    if (!signal?.aborted) return get(address, signal);
  }
  if (!response.ok) throw await failure(response);
  const answer = (await response.json()) as T;
  answers.set(url, answer);
  if (answers.size > KEPT) answers.delete(answers.keys().next().value as string);
  return answer;
}

/** The answer of a POST; what was kept is forgotten, since a decision may change any view. */
export async function post<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await failure(response);
  forget();
  return (await response.json()) as T;
}

/** Forgets all answers, or those whose address begins so. */
export function forget(prefix = ""): void {
  for (const url of [...answers.keys()]) if (url.startsWith(prefix)) answers.delete(url);
}

export interface Loaded<T> {
  data: T | null;
  error: string | null;
  /** True while a newer answer is on its way; `data` is the one before until then. */
  busy: boolean;
  reload: () => void;
}

/** The answer of `url` (null: none is wanted). The last answer stays up while the next is on its way, so that nothing jumps. */
export function useApi<T>(address: string | null): Loaded<T> {
  const url = address === null ? null : asked(address);
  const [state, setState] = useState<{ url: string | null; data: T | null; error: string | null }>(() => ({
    url,
    data: url ? ((answers.get(url) as T | undefined) ?? null) : null,
    error: null,
  }));
  const [turn, setTurn] = useState(0);
  const latest = useRef(url);
  latest.current = url;

  useEffect(() => {
    if (url === null) {
      setState({ url, data: null, error: null });
      return;
    }
    const control = new AbortController();
    get<T>(url, control.signal).then(
      (data) => {
        if (latest.current === url) setState({ url, data, error: null });
      },
      (error: unknown) => {
        if (control.signal.aborted || latest.current !== url) return;
        setState((before) => ({ url, data: before.data, error: error instanceof Error ? error.message : String(error) }));
      },
    );
    return () => control.abort();
  }, [url, turn]);

  const reload = () => {
    if (url) answers.delete(url);
    setTurn((n) => n + 1);
  };
  return { data: state.data, error: state.url === url ? state.error : null, busy: url !== null && state.url !== url, reload };
}
