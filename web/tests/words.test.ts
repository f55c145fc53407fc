import { describe, expect, it } from "vitest";
import { count, days, range, score, share } from "../src/text/words";

describe("days", () => {
  it.each([
    ["2025-08-08", "2025-08-08", "8 Aug 2025"],
    ["2025-08-01", "2025-08-31", "Aug 2025"],
    ["2025-06-01", "2025-08-31", "Jun–Aug 2025"],
    ["2025-01-01", "2025-12-31", "2025"],
    ["2025-08-03", "2025-08-09", "3–9 Aug 2025"],
    ["2025-07-30", "2025-08-09", "30 Jul – 9 Aug 2025"],
    ["2024-12-30", "2025-01-02", "30 Dec 2024 – 2 Jan 2025"],
    ["2025-08-03", null, "from 3 Aug 2025"],
    [null, "2025-08-03", "until 3 Aug 2025"],
    [null, null, null],
  ])("%s to %s is %s", (start, end, words) => expect(days(start, end)).toBe(words));
});

describe("numbers", () => {
  it("keep their bounds", () => {
    expect([range(12, 12), range(12, null), range(null, 12), range(10, 12), range(null, null)]).toEqual(["12", "12+", "≤ 12", "10–12", "?"]);
    expect(count({ kind: "killed", low: 1200, high: null, side: "recipient", unit: "" })).toBe("1,200+ killed (recipient)");
    expect(count({ kind: "other", low: 5000, high: 5000, side: null, unit: "USD" })).toBe("USD 5,000");
  });

  it("have their sign and no needless zero", () => {
    expect([score(2.5), score(-9), score(0), share(0.871), share(0.999)]).toEqual(["+2.5", "−9", "0", ".87", "1.0"]);
  });
});
