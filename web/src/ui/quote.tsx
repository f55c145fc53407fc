import type { Row } from "../api/types";
import { cut, oneLine } from "../text/quote";
import { Safe } from "./safe";

/** The sentence behind a row, its trigger marked. */
export function Quote({ row }: { row: Row }) {
  const at = row.trigger.start - row.sentence_start;
  const { before, words, after } = cut(row.quote, at, at + (row.trigger.end - row.trigger.start));
  // A long way to the trigger would push it out of two lines.
  const lead = before.length > 90 ? `…${before.slice(before.indexOf(" ", before.length - 80) + 1)}` : before;
  return (
    <bdi class="quote" dir="ltr">
      <Safe text={oneLine(lead)} />
      {words && (
        <mark>
          <Safe text={oneLine(words)} />
        </mark>
      )}
      <Safe text={oneLine(after)} />
    </bdi>
  );
}

export function reportHref(report: string, event?: string | null): string {
  return `/report/${encodeURIComponent(report)}${event ? `?event=${encodeURIComponent(event)}` : ""}`;
}
