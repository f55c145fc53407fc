/** The points of an answer put together by place, and what a place is called in the address. */

import type { FeatureCollection, Point } from "geojson";
import type { MapPoint } from "../api/types";

export interface PlaceCount {
  /** What the filter `place` takes: the GeoNames id, or the name where there is none. */
  key: string;
  name: string;
  country: string | null;
  lat: number;
  lon: number;
  n: number;
  quads: [number, number, number, number];
}

export type PlaceProperties = Pick<PlaceCount, "key" | "name" | "n"> & { q1: number; q2: number; q3: number; q4: number; country: string };

/** Places with how many rows of each quad class they have, the busiest first. */
export function byPlace(points: readonly MapPoint[]): PlaceCount[] {
  const places = new Map<string, PlaceCount>();
  for (const point of points) {
    const key = point.geonames_id === null ? point.name : String(point.geonames_id);
    const at = `${key}|${point.lat}|${point.lon}`;
    let place = places.get(at);
    if (!place) {
      place = { key, name: point.name, country: point.country, lat: point.lat, lon: point.lon, n: 0, quads: [0, 0, 0, 0] };
      places.set(at, place);
    }
    place.n += point.n;
    const index = point.quad - 1;
    place.quads[index] = (place.quads[index] ?? 0) + point.n;
  }
  return [...places.values()].sort((a, b) => b.n - a.n || a.name.localeCompare(b.name));
}

export function asFeatures(places: readonly PlaceCount[]): FeatureCollection<Point, PlaceProperties> {
  return {
    type: "FeatureCollection",
    features: places.map(({ key, name, country, lat, lon, n, quads: [q1, q2, q3, q4] }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lon, lat] },
      properties: { key, name, n, q1, q2, q3, q4, country: country ?? "" },
    })),
  };
}
