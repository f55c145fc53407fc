/** Countries as shapes: Natural Earth by way of world-atlas, a file beside the page. */

import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import codes from "i18n-iso-countries/codes.json";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import shapes from "world-atlas/countries-50m.json?url";

export interface CountryProperties {
  iso3: string;
  name: string;
}

export type Country = Feature<Geometry, CountryProperties>;

// Natural Earth gives these no ISO number.
const UNNUMBERED: Record<string, string> = { Kosovo: "XKX", Somaliland: "SOM", "N. Cyprus": "CYP" };

let world: Promise<FeatureCollection<Geometry, CountryProperties>> | null = null;

async function load(): Promise<FeatureCollection<Geometry, CountryProperties>> {
  const response = await fetch(shapes);
  const topology = (await response.json()) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const iso3 = new Map((codes as string[][]).map((row) => [row[2] ?? "", row[1] ?? ""]));
  const countries = feature(topology, topology.objects.countries).features.map((country): Country => {
    const number = country.id === undefined ? "" : String(country.id).padStart(3, "0");
    const name = country.properties.name;
    return { type: "Feature", geometry: unwrapped(country.geometry), properties: { iso3: iso3.get(number) ?? UNNUMBERED[name] ?? name, name } };
  });
  return { type: "FeatureCollection", features: countries };
}

/**
 * A ring whose longitudes run on beyond ±180 instead of jumping there, as the map's own clipping wants it. A ring round the pole is closed
 * over the pole.
 */
export function unwrappedRing(ring: Position[]): Position[] {
  let shift = 0;
  let before = ring[0]?.[0] ?? 0;
  const result = ring.map(([x = 0, y = 0]): Position => {
    if (x - before > 180) shift -= 360;
    else if (before - x > 180) shift += 360;
    before = x;
    return [x + shift, y];
  });
  const first = result[0];
  const last = result.at(-1);
  if (first && last && Math.abs((last[0] ?? 0) - (first[0] ?? 0)) > 180) {
    const pole = (first[1] ?? 0) < 0 ? -90 : 90;
    result.push([last[0] ?? 0, pole], [first[0] ?? 0, pole], first);
  }
  return result;
}

/** Antarctica's outer ring is the pole itself, and its coast a hole: without the former the latter is the land. */
function rings(polygon: Position[][]): Position[][] {
  return polygon.filter((ring) => ring.some(([, y = 0]) => Math.abs(y) < 89.9)).map(unwrappedRing);
}

/** The geometry with rings that run on beyond ±180. */
export function unwrapped(geometry: Geometry): Geometry {
  if (geometry.type === "Polygon") return { ...geometry, coordinates: rings(geometry.coordinates) };
  if (geometry.type === "MultiPolygon") return { ...geometry, coordinates: geometry.coordinates.map(rings) };
  return geometry;
}

/** All countries, read once. */
export function countries(): Promise<FeatureCollection<Geometry, CountryProperties>> {
  world ??= load().catch((error: unknown) => {
    world = null;
    throw error;
  });
  return world;
}
