import { describe, expect, it } from "vitest";
import { circle, read } from "../src/map/provinces";

const square = {
  type: "Topology" as const,
  arcs: [
    [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
      [0, 0],
    ],
  ],
  objects: { provinces: { type: "GeometryCollection" as const, geometries: [{ type: "Polygon" as const, arcs: [[0]], id: 7 }] } },
  circles: [[8, 10, 20, 50]] as [number, number, number, number][],
};

describe("a province", () => {
  const outline = read(square);

  it("has its outline, whatever its point", () => {
    expect(outline(7, null, null)).toEqual({ exact: true, geometry: { type: "Polygon", coordinates: [square.arcs[0]] } });
  });

  it("has a circle of its size where the outline is not known", () => {
    const found = outline(8, 0, 0);
    expect(found?.exact).toBe(false);
    expect(found?.geometry).toEqual(circle(10, 20, 50));
  });

  it("has a usual circle where nothing but a point is known, and nothing without", () => {
    expect(outline(9, 1, 2)).toEqual({ exact: false, geometry: circle(1, 2, 75) });
    expect(outline(9, null, null)).toBeNull();
  });
});

describe("a circle", () => {
  it("is closed, and wider in degrees near the pole", () => {
    const ring = (at: number) => (circle(at, 0, 111.2) as { coordinates: number[][][] }).coordinates[0] ?? [];
    expect(ring(0)[0]).toEqual(ring(0).at(-1));
    expect(Math.max(...ring(0).map(([x = 0]) => x))).toBeCloseTo(1);
    expect(Math.max(...ring(60).map(([x = 0]) => x))).toBeCloseTo(2);
    expect(Math.max(...ring(60).map(([, y = 0]) => y))).toBeCloseTo(61);
  });
});
