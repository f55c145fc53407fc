/** How many: each count with its kind, whose it is, and the words of the report that give it. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { EventRecord } from "../api/records";
import type { CountValue } from "../api/review";
import { useMeta } from "../state/meta";
import { amountWords, numbersIn, readAmount } from "../text/amount";
import { Dialog } from "../ui/parts";
import type { FieldProps } from "./review-change";

interface Typed {
  kind: string;
  amount: string;
  side: string;
  words: string;
  unit: string;
}

function typed(value: CountValue): Typed {
  return { kind: value.kind, amount: amountWords({ low: value.low, high: value.high, approximate: value.approximate ?? false }), side: value.side ?? "", words: value.words, unit: value.unit ?? "" };
}

/** The count that was typed; what is wrong with it in words otherwise. Without words the number itself is looked for in the report. */
function read(one: Typed): CountValue | string {
  const amount = readAmount(one.amount);
  if (!amount) return `“${one.amount}” is no number: write 12, 10-20, 30+, up to 40, or some 300`;
  const words = one.words.trim() || one.amount.trim().replace(/[^\d,.]+/g, " ").trim();
  return { kind: one.kind, ...amount, side: one.side || null, words, unit: one.unit.trim() };
}

export function CountsDialog({ row, close, change, coded }: FieldProps & { coded: EventRecord["counts"] }) {
  const meta = useMeta();
  const own = (row.changes.counts as CountValue[] | undefined) ?? coded.map((one) => ({ ...one, words: one.span.quote.replace(/\s+/g, " ") }));
  const fresh = (): Typed => ({ kind: "killed", amount: "", side: "recipient", words: "", unit: "" });
  const [counts, setCounts] = useState<Typed[]>(() => (own.length ? own.map(typed) : [fresh()]));
  const [wrong, setWrong] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => [...(form.current?.querySelectorAll<HTMLInputElement>("input[name=amount]") ?? [])].at(-1)?.focus(), [counts.length]);
  const put = (at: number, part: Partial<Typed>) => setCounts(counts.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const save = (event: Event) => {
    event.preventDefault();
    // A line without number and words is one that was not filled in.
    const values = counts.filter((one) => one.amount.trim() || one.words.trim()).map(read);
    const error = values.find((one) => typeof one === "string");
    if (typeof error === "string") setWrong(error);
    else change(values);
  };
  return (
    <Dialog title="How many" close={close}>
      <form class="form counts-edit" ref={form} onSubmit={save}>
        {!counts.length && <p class="none">no count</p>}
        {counts.map((one, i) => (
          <fieldset key={i}>
            <legend class="sr">Count {i + 1}</legend>
            <label>
              What
              <select value={one.kind} onChange={(event) => put(i, { kind: event.currentTarget.value })}>
                {meta.count_kinds.map((kind) => (
                  <option key={kind}>{kind}</option>
                ))}
              </select>
            </label>
            <label>
              How many
              <input name="amount" type="text" value={one.amount} placeholder="12, 10-20, 30+, up to 40" onInput={(event) => put(i, { amount: event.currentTarget.value })} />
            </label>
            <label>
              Of whom
              <select value={one.side} onChange={(event) => put(i, { side: event.currentTarget.value })}>
                <option value="recipient">the recipient</option>
                <option value="actor">the actor</option>
                <option value="">not said</option>
              </select>
            </label>
            <label>
              In these words
              <input type="text" list="count-words" value={one.words} placeholder="the number itself" onInput={(event) => put(i, { words: event.currentTarget.value })} />
            </label>
            {one.kind === "other" && (
              <label>
                Currency, of money
                <input type="text" value={one.unit} maxLength={12} placeholder="USD" onInput={(event) => put(i, { unit: event.currentTarget.value })} />
              </label>
            )}
            <button type="button" class="quiet" aria-label={`Take out count ${i + 1}`} onClick={() => setCounts(counts.filter((_, other) => other !== i))}>
              ✕
            </button>
          </fieldset>
        ))}
        <datalist id="count-words">
          {numbersIn(row.quote).map((words) => (
            <option key={words} value={words} />
          ))}
        </datalist>
        {wrong && <p role="alert">{wrong}</p>}
        <p class="dialog-foot">
          <button type="submit">
            Save <kbd>⏎</kbd>
          </button>
          <button type="button" class="quiet" onClick={() => setCounts([...counts, fresh()])}>
            Another count
          </button>
        </p>
      </form>
    </Dialog>
  );
}
