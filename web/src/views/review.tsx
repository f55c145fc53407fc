/** Review: one event at a time, one key a decision. Nothing is overwritten; every decision can be undone. */

import { useCallback, useEffect, useState } from "preact/hooks";
import { decide, queue, undo, type Deciding, type Order, type QueueItem } from "../api/review";
import { cleared, filterCount, withQuery } from "../state/filters";
import { useMeta } from "../state/meta";
import { useFilters } from "../state/useFilters";
import { number } from "../text/words";
import { useApi } from "../api/client";
import type { FacetsAnswer } from "../api/types";
import { Chips, FacetPanel } from "../ui/facets";
import { useKeys } from "../ui/keys";
import { Busy, Failure, Nothing } from "../ui/parts";
import { ReviewAgreement } from "./review-agreement";
import { ChangeDialog, type Changing } from "./review-change";
import { ReviewItem } from "./review-item";

const BATCH = 20;

export function ReviewView() {
  const meta = useMeta();
  const { filters, params, query, set, put } = useFilters();
  const order: Order = params.get("order") === "new" ? "new" : "uncertain";
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
  const [agreement, setAgreement] = useState(false);
  const key = query.toString();

  const load = useCallback(async () => {
    setBusy(true);
    try {
      const answer = await queue(order, new URLSearchParams(key), BATCH);
      setItems(answer.items);
      setTotal(answer.total);
      setDone(answer.done);
      setAt(0);
      setError(null);
    } catch (failed) {
      setError(failed instanceof Error ? failed.message : String(failed));
    } finally {
      setBusy(false);
    }
  }, [order, key]);
  useEffect(() => void load(), [load]);

  const item = items?.[at];
  const next = () => {
    setWhy(false);
    setChanging(null);
    if (items && at + 1 < items.length) setAt(at + 1);
    else void load();
  };
  const send = async (decision: Deciding, words: string, stay = false) => {
    if (busy) return;
    setBusy(true);
    try {
      await decide(decision);
      setSaid(words);
      setError(null);
      if (stay) {
        if ("field" in decision) {
          setItems((now) => now?.map((one, i) => (i === at ? { ...one, row: { ...one.row, decided: "change", changes: { ...one.row.changes, [decision.field]: decision.value } } } : one)) ?? null);
        }
      } else {
        setDone((n) => n + 1);
        next();
      }
    } catch (failed) {
      setError(failed instanceof Error ? failed.message : String(failed));
    } finally {
      setBusy(false);
    }
  };
  const takeBack = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const { undone } = await undo();
      setSaid(undone ? "Undone" : "Nothing to undo");
      const again = items?.findIndex((one) => one.row.event === undone?.event) ?? -1;
      if (again >= 0) {
        setItems((now) => now?.map((one, i) => (i === again ? { ...one, row: { ...one.row, decided: null, changes: {} } } : one)) ?? null);
        setAt(again);
      } else if (undone) await load();
      if (undone) setDone((n) => Math.max(0, n - 1));
      setError(null);
    } catch (failed) {
      setError(failed instanceof Error ? failed.message : String(failed));
    } finally {
      setBusy(false);
    }
  };
  const change = (field: Changing["field"]) => item && setChanging({ field, row: item.row });
  const event = item?.row.event;
  useKeys("Review", [
    { key: "a", does: "accept", run: () => event && void send({ event, verdict: "accept" }, "Accepted") },
    { key: "r", does: "reject: no such event", run: () => event && void send({ event, verdict: "reject" }, "Rejected") },
    { key: "t", does: "another type", run: () => change("type") },
    { key: "m", does: "another mode", run: () => change("mode") },
    { key: "s", does: "another status", run: () => change("status") },
    { key: "c", does: "another actor", run: () => change("actor") },
    { key: "v", does: "another recipient", run: () => change("recipient") },
    { key: "z", does: "swap actor and recipient", run: () => event && void send({ event, verdict: "change", field: "roles", value: "swap" }, "Swapped", true) },
    { key: "p", does: "another place", run: () => change("place") },
    { key: "d", does: "other days", run: () => change("time") },
    { key: "i", does: "split or join the incident", run: () => change("incident") },
    { key: "u", does: "undo my last decision", run: () => void takeBack() },
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
            <button type="button" aria-pressed={order === "uncertain"} onClick={() => put({ order: null })}>
              Least certain first
            </button>
            <button type="button" aria-pressed={order === "new"} onClick={() => put({ order: "new" })}>
              Newest first
            </button>
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
          <button type="button" onClick={() => void takeBack()}>
            Undo <kbd>u</kbd>
          </button>
          <button type="button" onClick={() => setAgreement(true)}>
            Agreement
          </button>
          <a class="button" href="/api/review/export" download>
            Export
          </a>
        </div>
        <Busy busy={busy} />
        <p class="sr" role="status" aria-live="polite">
          {said}
        </p>
        <div class="scroll">
          {error && <Failure error={error} retry={() => void load()} />}
          {items && !item && !busy && !error && <Nothing>Nothing left to decide{filterCount(filters) > 0 && " under these filters"}.</Nothing>}
          {item && (
            <ReviewItem
              key={item.row.event}
              item={item}
              why={why}
              change={change}
              accept={() => void send({ event: item.row.event, verdict: "accept" }, "Accepted")}
              reject={() => void send({ event: item.row.event, verdict: "reject" }, "Rejected")}
              swap={() => void send({ event: item.row.event, verdict: "change", field: "roles", value: "swap" }, "Swapped", true)}
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
              void send(decision, words, true);
            }}
          />
        )}
        {agreement && <ReviewAgreement close={() => setAgreement(false)} />}
      </main>
    </div>
  );
}
