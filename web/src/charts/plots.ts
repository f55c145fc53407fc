/** Charts over time, drawn by Observable Plot. Its style elements are taken out: the policy of the page allows none, charts.css has them. */

import * as Plot from "@observablehq/plot";
import type { TimeBin, Usual } from "../api/types";
import { colour } from "../ui/theme";
import { toDay, toNumber } from "./days";

type Chart = HTMLElement | SVGElement;

export interface Drawing {
  bins: readonly TimeBin[];
  usual: Usual;
  bin: string;
  width: number;
}

interface Bar {
  x1: Date;
  x2: Date;
  value: number;
  bin: TimeBin;
}

const date = (day: string) => new Date(`${day}T00:00:00Z`);

/** The first day after a bin. */
export function binEnd(start: string, bin: string): string {
  const [year = 0, month = 1] = start.split("-").map(Number);
  if (bin === "day") return toDay(toNumber(start) + 1);
  if (bin === "week") return toDay(toNumber(start) + 7);
  if (bin === "month") return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
  return `${year + 1}-01-01`;
}

function bars({ bins, bin }: Drawing, value: (bin: TimeBin) => number): Bar[] {
  return bins.map((one) => ({ x1: date(one.start), x2: date(binEnd(one.start, bin)), value: value(one), bin: one }));
}

function clean(chart: Chart): Chart {
  for (const style of chart.querySelectorAll("style")) style.remove();
  // One picture with one name; the table below it has the values.
  chart.setAttribute("role", "img");
  for (const part of chart.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return chart;
}

function frame(drawing: Drawing, height: number): Plot.PlotOptions {
  const first = drawing.bins[0]?.start ?? "2000-01-01";
  const last = drawing.bins.at(-1)?.start ?? first;
  return {
    width: drawing.width,
    height,
    marginLeft: 48,
    marginRight: 12,
    marginTop: 26,
    marginBottom: 32,
    x: { type: "utc", domain: [date(first), date(binEnd(last, drawing.bin))], label: null },
  };
}

/** The band of the usual as steps: each bin from its start to its end. */
function band(drawing: Drawing, of: Usual["n"], sign: 1 | -1) {
  return of.map((one) => ({ x1: date(one.start), x2: date(binEnd(one.start, drawing.bin)), low: sign * one.low, high: sign * one.high, mean: sign * one.mean }));
}

/** Rows by bin, cooperation above and conflict below the line, each with its usual: the mean and what 90 of 100 bins keep to. */
export function countsChart(drawing: Drawing): Chart {
  const ink = colour("--ink-2");
  const up = bars(drawing, (bin) => bin.n_cooperation);
  const down = bars(drawing, (bin) => -bin.n_conflict);
  const bands = [...band(drawing, drawing.usual.cooperation, 1), ...band(drawing, drawing.usual.conflict, -1)];
  const inset = drawing.bins.length > drawing.width / 4 ? 0 : 0.5;
  return clean(
    Plot.plot({
      ...frame(drawing, 262),
      className: "plot",
      ariaLabel: "Rows by bin: cooperation above, conflict below the line",
      y: { label: "↑ cooperation · ↓ conflict (rows)", grid: true, tickFormat: (value: number) => (Number.isInteger(value) ? String(Math.abs(value)) : "") },
      marks: [
        Plot.rect(bands, { x1: "x1", x2: "x2", y1: "low", y2: "high", fill: ink, fillOpacity: 0.13 }),
        Plot.rectY(up, { x1: "x1", x2: "x2", y: "value", fill: colour("--map-coop"), insetLeft: inset, insetRight: inset }),
        Plot.rectY(down, { x1: "x1", x2: "x2", y: "value", fill: colour("--map-conflict"), insetLeft: inset, insetRight: inset }),
        Plot.link(bands, { x1: "x1", x2: "x2", y1: "mean", y2: "mean", stroke: ink, strokeWidth: 1.2 }),
        Plot.ruleY([0], { stroke: ink }),
      ],
    }),
  );
}

/** Bins put together in the line of sums where there are too many to tell apart. */
const SMOOTHED = 9;

/** The PLOVER scores of each bin added up. */
export function scoresChart(drawing: Drawing): Chart {
  const ink = colour("--ink-2");
  const plus = bars(drawing, (bin) => bin.cooperation);
  const minus = bars(drawing, (bin) => bin.conflict);
  const net = bars(drawing, (bin) => bin.score_sum);
  const dense = net.length > drawing.width / 5;
  return clean(
    Plot.plot({
      ...frame(drawing, 200),
      className: "plot",
      ariaLabel: "PLOVER scores by bin, added up: cooperation above, conflict below the line",
      y: { label: dense ? `↑ PLOVER score; line: the sum, mean of ${SMOOTHED} bins` : "↑ PLOVER score; line: the sum", grid: true },
      marks: [
        Plot.rectY(plus, { x1: "x1", x2: "x2", y: "value", fill: colour("--map-coop"), fillOpacity: 0.35 }),
        Plot.rectY(minus, { x1: "x1", x2: "x2", y: "value", fill: colour("--map-conflict"), fillOpacity: 0.35 }),
        dense
          ? Plot.lineY(net, Plot.windowY({ k: SMOOTHED, strict: true }, { x: "x1", y: "value", stroke: colour("--ink"), strokeWidth: 1.5 }))
          : Plot.link(net, { x1: "x1", x2: "x2", y1: "value", y2: "value", stroke: colour("--ink"), strokeWidth: 2 }),
        Plot.ruleY([0], { stroke: ink }),
      ],
    }),
  );
}

/** The bin under a place of a chart, by its distance from the left edge of the drawing. */
export function binAt(drawing: Drawing, x: number): TimeBin | undefined {
  const { bins, width, bin } = drawing;
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last) return undefined;
  const from = date(first.start).getTime();
  const to = date(binEnd(last.start, bin)).getTime();
  const at = from + ((x - 48) / (width - 60)) * (to - from);
  return bins.find((one) => date(one.start).getTime() <= at && at < date(binEnd(one.start, bin)).getTime());
}
