import { describe, expect, it } from "vitest";
import { binDays, toDay, toNumber } from "../src/charts/days";

const run = (from: string, count: number) => Array.from({ length: count }, (_, i) => ({ day: toDay(toNumber(from) + i), count: 1 + (i % 3) }));
const sum = (list: readonly { count: number }[]) => list.reduce((total, { count }) => total + count, 0);

describe("bins of days", () => {
  it("lose no row, whatever the range", () => {
    for (const length of [1, 13, 60, 400, 9000]) {
      const days = run("1999-12-20", length);
      const bins = binDays(days, 60);
      expect(bins.length).toBeLessThanOrEqual(60);
      expect(sum(bins)).toBe(sum(days));
      bins.forEach((bin, i) => i && expect(bin.start).toBe((bins[i - 1]?.end ?? 0) + 1));
    }
  });

  it("give stray days no room, but count them", () => {
    const days = [{ day: "1948-05-14", count: 1 }, ...run("2025-01-01", 200)];
    const bins = binDays(days, 60);
    expect(toDay(bins[0]?.start ?? 0) > "2024-11-01").toBe(true);
    expect(bins[0]?.open).toBe("before");
    expect(sum(bins)).toBe(sum(days));
  });

  it("are none without days", () => expect(binDays([{ day: "soon", count: 3 }], 10)).toEqual([]));
});
