import { describe, expect, it } from "vitest";
import { unwrappedRing } from "../src/map/world";

describe("rings over the date line", () => {
  it("run on instead of jumping", () => {
    const ring = [
      [178, 10],
      [-178, 10],
      [-178, 12],
      [178, 12],
      [178, 10],
    ];
    expect(unwrappedRing(ring).map(([x]) => x)).toEqual([178, 182, 182, 178, 178]);
  });

  it("are closed over the pole they go round", () => {
    const ring = [-180, -90, 0, 90, 180].map((x) => [x, -70]);
    expect(unwrappedRing(ring).slice(-3)).toEqual([
      [180, -90],
      [-180, -90],
      [-180, -70],
    ]);
  });
});
