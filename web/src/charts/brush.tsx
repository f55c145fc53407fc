/** Rows by day as bars; dragging over them sets the days, and two fields do the same for the keyboard. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { day as dayWords, plural } from "../text/words";
import { binDays, toDay } from "./days";

interface BrushProps {
  days: readonly { day: string; count: number }[];
  since: string;
  until: string;
  set: (since: string, until: string) => void;
  height?: number;
  most?: number;
}

export function DayBrush({ days, since, until, set, height = 48, most = 60 }: BrushProps) {
  const bins = useMemo(() => binDays(days, most), [days, most]);
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const top = Math.max(1, ...bins.map((bin) => bin.count));
  const at = (event: PointerEvent): number => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || !box.width) return 0;
    return Math.min(bins.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bins.length)));
  };
  const inside = (start: number, end: number): boolean => {
    if (drag) return start >= (bins[Math.min(...drag)]?.start ?? 0) && end <= (bins[Math.max(...drag)]?.end ?? 0);
    return (!since || toDay(end) >= since) && (!until || toDay(start) <= until);
  };
  const finish = () => {
    if (!drag) return;
    const from = bins[Math.min(...drag)];
    const to = bins[Math.max(...drag)];
    setDrag(null);
    if (from && to) set(from.open === "before" ? "" : toDay(from.start), to.open === "after" ? "" : toDay(to.end));
  };
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  return (
    <div class="brush">
      {bins.length > 0 && (
        <svg
          ref={svg}
          viewBox={`0 0 ${bins.length} ${height}`}
          preserveAspectRatio="none"
          height={height}
          role="img"
          aria-label={`${plural(total, "row")} with a known day, by day. Drag to choose days, or use the fields below.`}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag([at(event), at(event)]);
          }}
          onPointerMove={(event) => drag && setDrag([drag[0], at(event)])}
          onPointerUp={finish}
          onPointerCancel={() => setDrag(null)}
          onDblClick={() => set("", "")}
        >
          {bins.map((bin, i) => {
            const size = bin.count ? Math.max(1.5, (bin.count / top) * (height - 2)) : 0;
            return (
              <g key={bin.start}>
                <rect class="hit" x={i} y={0} width={1} height={height}>
                  <title>
                    {bin.open === "before" && "before and "}
                    {dayWords(toDay(bin.start))}
                    {bin.end > bin.start ? ` – ${dayWords(toDay(bin.end))}` : ""}
                    {bin.open === "after" && " and after"}: {bin.count}
                  </title>
                </rect>
                <rect class={`bar${inside(bin.start, bin.end) ? " in" : ""}${bin.open ? " open" : ""}`} x={i + 0.08} y={height - size} width={0.84} height={size} />
              </g>
            );
          })}
        </svg>
      )}
      <div class="ends">
        <DayField label="From day" value={since} empty={bins[0] ? toDay(bins[0].start) : ""} set={(day) => set(day, until)} />
        <span aria-hidden="true">–</span>
        <DayField label="To day" value={until} empty={bins.length ? toDay((bins.at(-1) as { end: number }).end) : ""} set={(day) => set(since, day)} />
        {(since || until) && (
          <button type="button" class="quiet" aria-label="All days" title="All days" onClick={() => set("", "")}>
            ✕
          </button>
        )}
      </div>
    </div>
  );
}

/** A day as ISO digits: the same in every locale, and quick to type. A month or a year is filled up to its first day. */
function DayField({ label, value, empty, set }: { label: string; value: string; empty: string; set: (day: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  // An answer that comes in while somebody types must not wipe what was typed.
  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = value;
  }, [value]);
  return (
    <input
      ref={field}
      type="text"
      inputMode="numeric"
      aria-label={`${label} (year-month-day)`}
      placeholder={empty || "year-month-day"}
      pattern="\d{4}(-\d{2}(-\d{2})?)?"
      maxLength={10}
      defaultValue={value}
      onChange={(event) => {
        const typed = event.currentTarget.value.trim();
        const full = /^\d{4}$/.test(typed) ? `${typed}-01-01` : /^\d{4}-\d{2}$/.test(typed) ? `${typed}-01` : typed;
        if (full === "" || (/^\d{4}-\d{2}-\d{2}$/.test(full) && !Number.isNaN(Date.parse(full)))) {
          event.currentTarget.value = full;
          set(full);
        } else if (field.current) field.current.value = value;
      }}
    />
  );
}
