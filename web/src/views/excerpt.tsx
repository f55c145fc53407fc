/** The sentence of an event with its roles coloured, between the sentences before and after. */

import { useMemo } from "preact/hooks";
import type { ReportAnswer, Row, TextSpan } from "../api/types";
import { CodePoints } from "../text/points";
import { segments } from "../text/segments";
import { Safe } from "../ui/safe";

const RANK = ["trigger", "number", "time", "place", "actor", "recipient", "speaker"];

export function Excerpt({ row, report: data, around = 1 }: { row: Row; report: ReportAnswer | null; around?: number }) {
  const parts = useMemo(() => {
    if (!data || data.key !== row.report) return null;
    const points = new CodePoints(data.text);
    const at = data.sentences.findIndex(([start, end]) => start <= row.trigger.start && row.trigger.start < end);
    const sentence = data.sentences[at];
    if (!sentence) return null;
    const own = data.spans.filter((span) => span.event === row.event);
    const from = data.sentences[Math.max(0, at - around)]?.[0] ?? sentence[0];
    const to = data.sentences[Math.min(data.sentences.length - 1, at + around)]?.[1] ?? sentence[1];
    return { points, sentence, cut: segments<TextSpan | { start: number; end: number; role: "" }>(from, to, [...own, { start: sentence[0], end: sentence[1], role: "" }]) };
  }, [data, row.event, row.report, around]);
  if (!parts) {
    return (
      <p class="excerpt" dir="ltr">
        <Safe text={row.quote} />
      </p>
    );
  }
  return (
    <p class="excerpt" dir="ltr">
      {parts.cut.map((segment) => {
        const [lead] = segment.spans.filter((span) => span.role !== "").sort((a, b) => RANK.indexOf(a.role) - RANK.indexOf(b.role));
        const inside = segment.start >= parts.sentence[0] && segment.end <= parts.sentence[1];
        const css = [inside ? "inside" : "outside", lead ? `span r-${lead.role}` : ""].join(" ");
        return (
          <span key={segment.start} class={css} title={lead?.role}>
            <Safe text={parts.points.slice(segment.start, segment.end)} />
          </span>
        );
      })}
    </p>
  );
}
