import { describe, expect, it } from "vitest";
import { CodePoints } from "../src/text/points";
import { paragraphs, segments } from "../src/text/segments";
import { visible, visibleText } from "../src/text/visible";

const span = (start: number, end: number, name: string) => ({ start, end, name });

describe("segments", () => {
  it("cover the text once, in order, whatever the spans", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 16807) % 2147483647) % below;
    for (let round = 0; round < 200; round++) {
      const spans = Array.from({ length: random(12) }, (_, i) => {
        const start = random(50) - 5;
        return span(start, start + random(20), String(i));
      });
      const cut = segments(0, 40, spans);
      expect(cut[0]?.start).toBe(0);
      expect(cut.at(-1)?.end).toBe(40);
      cut.forEach((segment, i) => {
        expect(segment.end).toBeGreaterThan(segment.start);
        if (i) expect(segment.start).toBe(cut[i - 1]?.end);
        const expected = spans.filter((s) => s.end > s.start && s.start <= segment.start && s.end >= segment.end);
        expect(new Set(segment.spans)).toEqual(new Set(expected));
      });
    }
  });

  it("name the innermost span first", () => {
    const [, middle] = segments(0, 10, [span(0, 10, "outer"), span(3, 6, "inner")]);
    expect(middle?.spans.map((s) => s.name)).toEqual(["inner", "outer"]);
  });

  it("cut crossing spans where they cross", () => {
    const cut = segments(0, 10, [span(0, 6, "a"), span(4, 10, "b")]);
    expect(cut.map((s) => [s.start, s.end, s.spans.length])).toEqual([
      [0, 4, 1],
      [4, 6, 2],
      [6, 10, 1],
    ]);
  });
});

describe("code points", () => {
  it("are counted as the records count them", () => {
    const text = new CodePoints("a😀b𝒳c");
    expect(text.length).toBe(5);
    expect(text.slice(1, 3)).toBe("😀b");
    expect(text.slice(3, 99)).toBe("𝒳c");
    expect(text.point(3)).toBe(2);
  });

  it("keep paragraphs in step", () => {
    const text = "😀 one\n\n \ntwo\nlines\n\nthree";
    const points = new CodePoints(text);
    expect(paragraphs(text).map((p) => points.slice(p.start, p.end))).toEqual(["😀 one", "two\nlines", "three"]);
  });
});

describe("unseen characters", () => {
  it("are named in their place", () => {
    expect(visible("a\u202eb\u0000c")).toEqual([
      { text: "a" },
      { text: "RLO", code: 0x202e },
      { text: "b" },
      { text: "NUL", code: 0 },
      { text: "c" },
    ]);
    expect(visibleText("\ud800x\u{e0041}")).toBe("⟨D800⟩x⟨E0041⟩");
  });

  it("leave newline, tab, emoji and their joiner alone", () => {
    expect(visible("a\r\n\t👨‍👩‍👧")).toEqual([{ text: "a\n\t👨‍👩‍👧" }]);
  });
});
