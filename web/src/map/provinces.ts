/** Provinces as shapes, by GeoNames id: a file beside the page, made by scripts/build_provinces.py from Natural Earth, read when it is needed. */

import type { Feature, Geometry, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import shapes from "./provinces.json?url";
import { unwrapped } from "./world";

/** `exact` is false for a circle of the province's size, which stands for an outline that is not known. */
export interface Outline {
  geometry: Geometry;
  exact: boolean;
}

export type Outlines = (id: number, lat: number | null, lon: number | null) => Outline | null;

type Provinces = Topology<{ provinces: GeometryCollection }> & { circles: [id: number, lat: number, lon: number, km: number][] };

/** Of a province that neither the outlines nor the circles have. */
const USUAL_KM = 75;
const KM_A_DEGREE = 111.2;
const CORNERS = 48;

let outlines: Promise<Outlines> | null = null;

async function load(): Promise<Outlines> {
  const response = await fetch(shapes);
  return read((await response.json()) as Provinces);
}

/** The outline of a province, else a circle of its size; null where not even a point is known. */
export function read(topology: Provinces): Outlines {
  const known = new Map(topology.objects.provinces.geometries.map((one) => [Number(one.id), one]));
  const circles = new Map(topology.circles.map(([id, lat, lon, km]) => [id, { lat, lon, km }]));
  return (id, lat, lon) => {
    const found = known.get(id);
    if (found) return { geometry: unwrapped((feature(topology, found as GeometryObject) as Feature).geometry), exact: true };
    const own = circles.get(id);
    if (own) return { geometry: circle(own.lat, own.lon, own.km), exact: false };
    return lat === null || lon === null ? null : { geometry: circle(lat, lon, USUAL_KM), exact: false };
  };
}

export function circle(lat: number, lon: number, km: number): Geometry {
  const high = km / KM_A_DEGREE;
  const wide = high / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const ring = Array.from({ length: CORNERS + 1 }, (_, i): Position => {
    const turn = (2 * Math.PI * (i % CORNERS)) / CORNERS;
    return [lon + wide * Math.cos(turn), Math.max(-89, Math.min(89, lat + high * Math.sin(turn)))];
  });
  return { type: "Polygon", coordinates: [ring] };
}

/** The outlines, read once. */
export function provinces(): Promise<Outlines> {
  outlines ??= load().catch((error: unknown) => {
    outlines = null;
    throw error;
  });
  return outlines;
}
