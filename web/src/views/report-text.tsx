/** The text of a report, coloured by role. Spans nest and cross, so it is drawn in flat segments (text/segments.ts). */

import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ReportAnswer, TextSpan } from "../api/types";
import { CodePoints } from "../text/points";
import { paragraphs, segments, type Range, type Segment } from "../text/segments";
import { Safe } from "../ui/safe";

/** Languages written from the right. Any other report keeps its direction, whatever a stray word in it would turn. */
const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

export const ROLES = ["trigger", "actor", "recipient", "speaker", "place", "time", "number"] as const;
const RANK: Record<string, number> = { trigger: 0, number: 1, time: 2, place: 3, actor: 4, recipient: 5, speaker: 6, claim: 7, mention: 8 };

interface TextProps {
  report: ReportAnswer;
  chosen: string | null;
  hovered: string | null;
  hidden: ReadonlySet<string>;
  /** A code point to open at, where no event is chosen. */
  at: number | null;
  hover: (event: string | null) => void;
  choose: (event: string | null) => void;
}

type Piece = (TextSpan & { furniture?: undefined }) | (Range & { furniture: string; role?: undefined });

export function ReportText({ report, chosen, hovered, hidden, at, hover, choose }: TextProps) {
  const root = useRef<HTMLDivElement>(null);
  const points = useMemo(() => new CodePoints(report.text), [report.text]);
  const blocks = useMemo(() => {
    const pieces: Piece[] = [...report.spans, ...report.furniture.map(({ start, end, kind }) => ({ start, end, furniture: kind }))];
    return paragraphs(report.text).map((range) => ({ range, cut: segments<Piece>(range.start, range.end, pieces) }));
  }, [report]);
  const event = report.events.find((other) => other.id === chosen);
  const target = event?.trigger.start ?? at;
  const sentence = target === null || target === undefined ? null : (report.sentences.find(([start, end]) => start <= target && target < end) ?? null);

  useEffect(() => {
    if (target === null || target === undefined) return;
    const element = root.current?.querySelector<HTMLElement>(event ? "[data-chosen-trigger]" : "[data-in-sentence]");
    element?.scrollIntoView({ block: "center", behavior: "instant" });
  }, [report.key, chosen, at]);

  const direction = RIGHT_TO_LEFT.has((report.language ?? "").slice(0, 3).replace(/-.*/, "")) ? "rtl" : "ltr";
  const order = useMemo(() => new Map([...report.events].sort((a, b) => a.trigger.start - b.trigger.start || a.trigger.end - b.trigger.end).map((e, i) => [e.id, i + 1])), [report]);
  return (
    <div class={`text${chosen ? " has-chosen" : ""}`} ref={root} onPointerLeave={() => hover(null)}>
      {blocks.map(({ range, cut }) => (
        <p key={range.start} dir={direction}>
          {cut.map((segment) => (
            <Part
              key={segment.start}
              segment={segment}
              text={points.slice(segment.start, segment.end)}
              sentence={sentence}
              {...{ chosen, hovered, hidden, hover, choose, order }}
            />
          ))}
        </p>
      ))}
    </div>
  );
}

interface PartProps {
  segment: Segment<Piece>;
  text: string;
  sentence: [number, number] | null;
  chosen: string | null;
  hovered: string | null;
  hidden: ReadonlySet<string>;
  hover: (event: string | null) => void;
  choose: (event: string | null) => void;
  order: ReadonlyMap<string, number>;
}

function leading(spans: readonly TextSpan[], focus: string | null): TextSpan | undefined {
  const rank = (span: TextSpan) => (focus && span.event === focus ? 0 : 100) + (RANK[span.role] ?? 9);
  return [...spans].sort((a, b) => rank(a) - rank(b))[0];
}

function Part({ segment, text, sentence, chosen, hovered, hidden, hover, choose, order }: PartProps) {
  const furniture = segment.spans.find((span) => span.furniture !== undefined);
  const spans = segment.spans.filter((span): span is TextSpan => span.furniture === undefined && !hidden.has(span.role));
  const inSentence = sentence && segment.start < sentence[1] && segment.end > sentence[0] ? true : undefined;
  const focus = hovered ?? chosen;
  const lead = leading(spans, focus);
  const events = [...new Set(spans.map((span) => span.event).filter((id): id is string => id !== null))];
  const classes = [];
  if (inSentence) classes.push("in-sentence");
  if (furniture) classes.push("furniture");
  if (lead) classes.push("span", `r-${lead.role}`);
  if (focus && lead && lead.event !== focus) classes.push("dim");
  if (focus && lead?.event === focus) classes.push("lit");
  if (events.length > 1) classes.push("shared");
  if (!classes.length) return <Safe text={text} />;
  const common = {
    class: classes.join(" "),
    "data-in-sentence": inSentence,
    title: furniture ? `Page furniture: ${(furniture as { furniture: string }).furniture}` : undefined,
  };
  if (!lead?.event) {
    return (
      <span {...common}>
        <Safe text={text} />
      </span>
    );
  }
  const owner = events.includes(chosen ?? "") && events.length > 1 ? (events[(events.indexOf(chosen as string) + 1) % events.length] as string) : lead.event;
  const trigger = lead.role === "trigger";
  const over = () => hover(lead.event);
  return (
    <span
      {...common}
      data-events={events.join(" ")}
      data-chosen-trigger={trigger && lead.event === chosen ? true : undefined}
      title={`${lead.role} of ${events.map((id) => `event ${order.get(id) ?? "?"}`).join(", ")}`}
      onPointerEnter={over}
      onPointerLeave={() => hover(null)}
      onClick={() => {
        if (getSelection()?.isCollapsed !== false) choose(owner === chosen ? null : owner);
      }}
      {...(trigger
        ? {
            role: "button",
            tabIndex: 0,
            "aria-pressed": lead.event === chosen,
            onFocus: over,
            onBlur: () => hover(null),
            onKeyDown: (event: KeyboardEvent) => {
              if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                choose(owner === chosen ? null : owner);
              }
            },
          }
        : {})}
    >
      <Safe text={text} />
    </span>
  );
}
