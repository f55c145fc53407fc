/** Review: one event at a time, one key a decision. Nothing is overwritten; every decision can be undone. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { decide, queue, undo, type Deciding, type Order, type QueueItem, type Recorded } from "../api/review";
import { cleared, filterCount, withQuery } from "../state/filters";
import { useMeta } from "../state/meta";
import { useFilters } from "../state/useFilters";
import { number } from "../text/words";
import { useApi } from "../api/client";
import type { FacetsAnswer, Row } from "../api/types";
import { Chips, FacetPanel } from "../ui/facets";
import { useKeys } from "../ui/keys";
import { Busy, Failure, Nothing } from "../ui/parts";
import { ReviewAgreement } from "./review-agreement";
import { ChangeDialog, type Changing } from "./review-change";
import { ReviewItem } from "./review-item";
import { ReviewLog } from "./review-log";

const BATCH = 20;
const ORDERS: { order: Order; name: string }[] = [
  { order: "uncertain", name: "Least certain first" },
  { order: "new", name: "Newest first" },
  { order: "disputed", name: "Where two differ" },
];

export function ReviewView() {
  const meta = useMeta();
  const { filters, params, query, set, put } = useFilters();
  const order: Order = ORDERS.find((one) => one.order === params.get("order"))?.order ?? "uncertain";
  const facets = useApi<FacetsAnswer>(withQuery("/api/facets", query));
  const [items, setItems] = useState<QueueItem[] | null>(null);
  const [at, setAt] = useState(0);
  const [total, setTotal] = useState(0);
  const [done, setDone] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [changing, setChanging] = useState<Changing | null>(null);
  const [why, setWhy] = useState(false);
  const [open, setOpen] = useState<"agreement" | "log" | null>(null);
  const key = query.toString();
  // Decisions are sent one after the other behind the page, so that a quick hand need not wait for the disk.
  const line = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef(0);

  const enqueue = useCallback((work: () => Promise<void>) => {
    waiting.current += 1;
    setBusy(true);
    line.current = line.current
      .then(work)
      .catch((failed: unknown) => setError(failed instanceof Error ? failed.message : String(failed)))
      .finally(() => {
        waiting.current -= 1;
        setBusy(waiting.current > 0);
      });
  }, []);
  // How many of this order were left for later: the queue goes on behind them, and at its end begins anew.
  const later = useRef(0);
  const decided = useRef(new Set<string>());
  const load = useCallback(
    (skipped = 0) =>
      enqueue(async () => {
        let answer = await queue(order, new URLSearchParams(key), BATCH, skipped);
        later.current = skipped;
        if (skipped && !answer.items.length && answer.total) {
          answer = await queue(order, new URLSearchParams(key), BATCH, 0);
          later.current = 0;
          setSaid("All were asked: those left for later come again");
        }
        setItems(answer.items);
        setTotal(answer.total);
        setDone(answer.done);
        setAt(0);
        setError(null);
      }),
    [enqueue, order, key],
  );
  useEffect(() => load(), [load]);

  const item = items?.[at];
  const shown = useRef(items);
  shown.current = items;
  const putRow = (event: string, row: Partial<Row>) =>
    setItems((now) => now?.map((one) => (one.row.event === event ? { ...one, row: { ...one.row, ...row } } : one)) ?? null);
  const next = () => {
    setWhy(false);
    setChanging(null);
    if (items && at + 1 < items.length) {
      setAt(at + 1);
      return;
    }
    // Asked once all that was decided is written down.
    enqueue(async () => load(later.current + (shown.current ?? []).filter((one) => !decided.current.has(one.row.event)).length));
  };
  const record = async (decision: Deciding, words: (made: Recorded) => string) => {
    const made = await decide(decision);
    if (made.event) {
      putRow(made.event, { decided: made.decided, changes: made.changes });
      if (made.decided) decided.current.add(made.event);
    }
    setSaid(words(made));
    setError(null);
    return made;
  };
  /** A word that ends with this event: the next one is shown at once. */
  const judge = (verdict: "accept" | "reject") => {
    if (!item) return;
    const { event, decided } = item.row;
    const words = verdict === "accept" ? "Accepted" : "Rejected";
    enqueue(async () => {
      await record({ event, verdict }, () => words);
      if (decided === null || order === "disputed") {
        setDone((n) => n + 1);
        setTotal((n) => Math.max(0, n - 1));
      }
    });
    next();
  };
  /** A change of a value: the event stays, for another change or to be accepted. */
  const send = (decision: Deciding, words: string) => {
    const before = item?.row.decided ?? null;
    enqueue(async () => {
      const made = await record(decision, (done) => (done.carried_out === false ? `${words}; carried out when the run that is writing ends` : words));
      if (made.kind === "event" && before === null && made.decided !== null) {
        setDone((n) => n + 1);
        setTotal((n) => Math.max(0, n - 1));
      }
    });
  };
  const takeBack = () =>
    enqueue(async () => {
      const { undone, row } = await undo();
      setSaid(undone ? `Undone: ${undone.verdict}${undone.field ? ` of ${undone.field}` : ""}` : "Nothing to undo");
      setError(null);
      if (!undone || !row) return;
      if (row.decided === null) decided.current.delete(row.event);
      if (row.decided === null && order !== "disputed") {
        setDone((n) => Math.max(0, n - 1));
        setTotal((n) => n + 1);
      }
      const found = shown.current?.findIndex((one) => one.row.event === row.event) ?? -1;
      if (found >= 0) putRow(row.event, { decided: row.decided, changes: row.changes });
      else setItems((now) => [{ row, reason: "taken up again" }, ...(now ?? [])]);
      setAt(Math.max(0, found));
    });
  const change = (field: Changing["field"]) => item && setChanging({ field, row: item.row });
  const event = item?.row.event;
  const swap = () => event && send({ event, verdict: "change", field: "roles", value: "swap" }, "Swapped");
  const missed = () => {
    if (!item) return;
    const value = item.row.changes.missed !== true;
    send({ event: item.row.event, verdict: "change", field: "missed", value }, value ? "Noted: an event is missing" : "No event is missing");
  };
  useKeys("Review", [
    { key: "a", does: "accept", run: () => judge("accept") },
    { key: "r", does: "reject: no such event", run: () => judge("reject") },
    { key: "t", does: "another type", run: () => change("type") },
    { key: "m", does: "another mode", run: () => change("mode") },
    { key: "s", does: "another status", run: () => change("status") },
    { key: "c", does: "another actor", run: () => change("actor") },
    { key: "v", does: "another recipient", run: () => change("recipient") },
    { key: "z", does: "swap actor and recipient", run: () => void swap() },
    { key: "p", does: "another place", run: () => change("place") },
    { key: "d", does: "other days", run: () => change("time") },
    { key: "h", does: "how many", run: () => change("counts") },
    { key: "y", does: "who says so", run: () => change("speaker") },
    { key: "o", does: "contexts: what it is about", run: () => change("contexts") },
    { key: "i", does: "split or join the incident", run: () => change("incident") },
    { key: "n", does: "the sentence tells of an event that is not here", run: missed },
    { key: "u", does: "undo my last decision", run: takeBack },
    { key: "l", does: "log of decisions", run: () => setOpen("log") },
    { key: "j", does: "leave for later", run: next },
    { key: "k", does: "the one before", run: () => setAt(Math.max(0, at - 1)) },
    { key: "w", does: "why this code", run: () => setWhy(!why) },
  ]);
  return (
    <div class="split">
      <aside aria-label="Filters">
        <FacetPanel facets={facets.data} filters={filters} set={set} />
      </aside>
      <main id="main" tabIndex={-1} class="review">
        <h1 class="sr">Review</h1>
        <div class="toolbar">
          <div class="seg" role="group" aria-label="Order">
            {ORDERS.map((one) => (
              <button key={one.order} type="button" aria-pressed={order === one.order} onClick={() => put({ order: one.order === "uncertain" ? null : one.order })}>
                {one.name}
              </button>
            ))}
          </div>
          <output class="total" aria-live="polite">
            {number(total)} to decide
          </output>
          <span class="hint">
            {number(done)} decided by {meta.reviewer ?? "you"}
          </span>
          <Chips filters={filters} set={set} facets={facets.data} />
          {filterCount(filters) > 1 && (
            <button type="button" class="quiet" onClick={() => set({ ...cleared(filters), q: filters.q })}>
              Take all off
            </button>
          )}
          <span class="spring" />
          <button type="button" onClick={takeBack}>
            Undo <kbd>u</kbd>
          </button>
          <button type="button" onClick={() => setOpen("log")}>
            Log <kbd>l</kbd>
          </button>
          <button type="button" onClick={() => setOpen("agreement")}>
            Agreement
          </button>
          <a class="button" href="/api/review/export" download>
            Export
          </a>
        </div>
        <Busy busy={busy} />
        <p class="review-said" role="status" aria-live="polite">
          {said}
        </p>
        <div class="scroll">
          {error && <Failure error={error} retry={() => load()} />}
          {items && !item && !busy && !error && <Nothing>Nothing left to decide{filterCount(filters) > 0 && " under these filters"}.</Nothing>}
          {item && (
            <ReviewItem
              key={item.row.event}
              item={item}
              why={why}
              change={change}
              accept={() => judge("accept")}
              reject={() => judge("reject")}
              swap={() => void swap()}
              missed={missed}
              later={next}
              setWhy={setWhy}
            />
          )}
        </div>
        {changing && (
          <ChangeDialog
            changing={changing}
            close={() => setChanging(null)}
            send={(decision, words) => {
              setChanging(null);
              send(decision, words);
            }}
          />
        )}
        {open === "agreement" && <ReviewAgreement close={() => setOpen(null)} />}
        {open === "log" && <ReviewLog close={() => setOpen(null)} />}
      </main>
    </div>
  );
}
