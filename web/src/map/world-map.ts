/** The drawn map: countries as areas, places as points that cluster. No tile, glyph or sprite is fetched from anywhere. */

import type { FeatureCollection, Geometry } from "geojson";
import * as maplibre from "maplibre-gl";
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre, MapMouseEvent, StyleSpecification } from "maplibre-gl";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { MapArea } from "../api/types";
import { number } from "../text/words";
import { colour } from "../ui/theme";
import { asFeatures, type PlaceCount } from "./places";
import { type Outline, type Outlines, provinces } from "./provinces";
import type { CountryProperties } from "./world";

maplibre.setWorkerUrl(worker);

interface Shape extends Outline {
  area: MapArea;
}

export interface MapChoice {
  pickPlaces: (keys: string[], name: string) => void;
  pickCountry: (iso3: string, name: string) => void;
  tell: (words: string | null, x: number, y: number) => void;
}

const CLUSTER_TO = 11;
const CLOSEST = 11;

function sum(name: string): [ExpressionSpecification, ExpressionSpecification] {
  return [
    ["+", ["accumulated"], ["get", name]],
    ["get", name],
  ];
}

function style(world: FeatureCollection<Geometry, CountryProperties>): StyleSpecification {
  const ink = colour("--ink");
  const conflict: ExpressionSpecification = ["/", ["+", ["get", "q3"], ["get", "q4"]], ["max", 1, ["get", "n"]]];
  const empty: FeatureCollection = { type: "FeatureCollection", features: [] };
  const radius: ExpressionSpecification = ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 5, 3, 9, 10, 15, 40, 24, 150, 38];
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: world, promoteId: "iso3", tolerance: 0.3 },
      provinces: { type: "geojson", data: empty, promoteId: "id", tolerance: 0.3 },
      regions: { type: "geojson", data: empty },
      places: {
        type: "geojson",
        data: empty,
        cluster: true,
        clusterRadius: 38,
        clusterMaxZoom: CLUSTER_TO,
        clusterProperties: { n: sum("n"), q1: sum("q1"), q2: sum("q2"), q3: sum("q3"), q4: sum("q4") },
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--sea") } },
      {
        id: "land",
        type: "fill",
        source: "world",
        paint: { "fill-color": colour("--land") },
      },
      {
        id: "shade",
        type: "fill",
        source: "world",
        paint: {
          "fill-color": colour("--shade"),
          "fill-opacity": ["+", ["coalesce", ["feature-state", "shade"], 0], ["case", ["boolean", ["feature-state", "hover"], false], 0.08, 0]],
        },
      },
      { id: "provinces", type: "fill", source: "provinces", paint: { "fill-color": colour("--shade"), "fill-opacity": ["get", "shade"] } },
      {
        id: "province-lines",
        type: "line",
        source: "provinces",
        filter: ["get", "exact"],
        paint: { "line-color": colour("--shade"), "line-width": 1, "line-opacity": 0.7 },
      },
      {
        id: "province-circles",
        type: "line",
        source: "provinces",
        filter: ["!", ["get", "exact"]],
        paint: { "line-color": colour("--shade"), "line-width": 1.5, "line-opacity": 0.8, "line-dasharray": [2, 2] },
      },
      { id: "borders", type: "line", source: "world", paint: { "line-color": colour("--border-line"), "line-width": ["interpolate", ["linear"], ["zoom"], 0, 0.4, 6, 1] } },
      {
        id: "chosen",
        type: "line",
        source: "world",
        filter: ["in", ["get", "iso3"], ["literal", []]],
        paint: { "line-color": ink, "line-width": 2 },
      },
      {
        id: "regions",
        type: "circle",
        source: "regions",
        paint: {
          "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, 16, 6, 500],
          "circle-color": colour("--shade"),
          "circle-opacity": 0.16,
          "circle-stroke-color": colour("--shade"),
          "circle-stroke-width": 1,
          "circle-stroke-opacity": 0.6,
        },
      },
      {
        id: "places",
        type: "circle",
        source: "places",
        paint: {
          "circle-radius": radius,
          "circle-color": ["interpolate", ["linear"], conflict, 0, colour("--map-coop"), 0.5, colour("--map-mixed"), 1, colour("--map-conflict")],
          "circle-opacity": 0.86,
          "circle-stroke-width": 1.25,
          "circle-stroke-color": colour("--paper"),
        },
      },
      {
        id: "numbers",
        type: "symbol",
        source: "places",
        filter: [">", ["get", "n"], 2],
        layout: {
          "text-field": ["case", [">=", ["get", "n"], 10000], ["concat", ["to-string", ["round", ["/", ["get", "n"], 1000]]], "k"], ["to-string", ["get", "n"]]],
          "text-font": ["sans-serif"],
          "text-size": 11,
          "text-allow-overlap": true,
        },
        paint: { "text-color": "#fff", "text-halo-color": "rgba(0,0,0,.45)", "text-halo-width": 0.8 },
      },
    ],
  };
}

export class WorldMap {
  readonly map: MapLibre;
  private hovered: string | null = null;
  private ready: Promise<void>;
  private drawn = new Map<number, MapArea>();
  private turn = 0;

  constructor(container: HTMLElement, private world: FeatureCollection<Geometry, CountryProperties>, private choice: MapChoice) {
    this.map = new maplibre.Map({
      container,
      style: style(world),
      center: [12, 22],
      zoom: 1.1,
      minZoom: 0.4,
      maxZoom: CLOSEST,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      renderWorldCopies: true,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-left");
    this.ready = new Promise((resolve) => this.map.once("load", () => resolve()));
    this.map.on("click", (event) => void this.click(event));
    this.map.on("mousemove", (event) => this.move(event));
    this.map.on("mouseout", () => this.leave());
  }

  /** Draws the answer; says whether a circle stands for a province whose outline is not known. */
  async show(places: readonly PlaceCount[], areas: readonly MapArea[], chosen: readonly string[], fit: boolean): Promise<boolean> {
    const turn = ++this.turn;
    await this.ready;
    // Without the file of provinces what is known to one shades its country.
    const outlines = areas.some((area) => area.province !== null) ? await provinces().catch(() => null) : null;
    if (turn !== this.turn) return false;
    (this.map.getSource("places") as GeoJSONSource).setData(asFeatures(places));
    const most = Math.max(1, ...areas.map((area) => area.n));
    const shade = (n: number) => 0.08 + 0.5 * (Math.log1p(n) / Math.log1p(most));
    const shapes = this.outlined(areas, outlines);
    this.drawn = new Map(shapes.map(({ area }) => [area.province as number, area]));
    (this.map.getSource("provinces") as GeoJSONSource).setData({
      type: "FeatureCollection",
      features: shapes.map(({ area, geometry, exact }) => ({ type: "Feature", geometry, properties: { id: area.province, exact, shade: shade(area.n) } })),
    });
    const counted = new Map<string, number>();
    for (const area of areas) if (area.iso3 && !this.isDrawn(area)) counted.set(area.iso3, (counted.get(area.iso3) ?? 0) + area.n);
    this.map.removeFeatureState({ source: "world" });
    for (const [iso3, n] of counted) this.map.setFeatureState({ source: "world", id: iso3 }, { shade: shade(n), n });
    (this.map.getSource("regions") as GeoJSONSource).setData({
      type: "FeatureCollection",
      features: areas
        .filter((area) => !area.iso3 && area.lat !== null && area.lon !== null)
        .map((area) => ({ type: "Feature", geometry: { type: "Point", coordinates: [area.lon as number, area.lat as number] }, properties: { name: area.name, n: area.n } })),
    });
    this.map.setFilter("chosen", ["in", ["get", "iso3"], ["literal", [...chosen]]]);
    if (fit) this.fit(places, areas, shapes);
    return shapes.some((shape) => !shape.exact);
  }

  /** Until all that was given is on the screen. */
  async drawnWhole(): Promise<void> {
    await this.ready;
    this.map.triggerRepaint();
    await this.map.once("idle");
  }

  private isDrawn(area: MapArea): boolean {
    return area.province !== null && this.drawn.has(area.province);
  }

  private outlined(areas: readonly MapArea[], outlines: Outlines | null): Shape[] {
    return areas.flatMap((area) => {
      const found = area.province === null ? null : outlines?.(area.province, area.lat, area.lon);
      return found ? [{ area, ...found }] : [];
    });
  }

  private fit(places: readonly PlaceCount[], areas: readonly MapArea[], shapes: readonly Shape[]): void {
    const bounds = new maplibre.LngLatBounds();
    for (const place of places) bounds.extend([place.lon, place.lat]);
    for (const shape of shapes) extend(bounds, shape.geometry);
    if (places.length < 2) {
      const named = new Set(areas.filter((area) => !this.isDrawn(area)).map((area) => area.iso3));
      for (const country of this.world.features) if (named.has(country.properties.iso3)) extend(bounds, country.geometry);
    }
    if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 60, maxZoom: 6, animate: false });
  }

  restyle(): void {
    const next = style(this.world);
    for (const layer of next.layers) {
      const paint = ("paint" in layer ? layer.paint : undefined) as Record<string, unknown> | undefined;
      for (const [name, value] of Object.entries(paint ?? {})) this.map.setPaintProperty(layer.id, name as never, value as never);
    }
  }

  remove(): void {
    this.map.remove();
  }

  private async click(event: MapMouseEvent): Promise<void> {
    const [hit] = this.map.queryRenderedFeatures(event.point, { layers: ["places"] });
    if (!hit) {
      const area = this.provinceAt(event);
      if (area) {
        this.choice.pickPlaces(area.places, area.name);
        return;
      }
      const [land] = this.map.queryRenderedFeatures(event.point, { layers: ["land"] });
      const properties = land?.properties as CountryProperties | undefined;
      if (properties) this.choice.pickCountry(properties.iso3, properties.name);
      return;
    }
    if (!hit.properties.cluster) {
      this.choice.pickPlaces([String(hit.properties.key)], String(hit.properties.name));
      return;
    }
    const source = this.map.getSource("places") as GeoJSONSource;
    const id = Number(hit.properties.cluster_id);
    const zoom = await source.getClusterExpansionZoom(id);
    if (zoom <= CLUSTER_TO && hit.geometry.type === "Point") {
      this.map.easeTo({ center: hit.geometry.coordinates as [number, number], zoom: Math.min(zoom + 0.3, CLOSEST), duration: reduced() ? 0 : 300 });
      return;
    }
    const leaves = await source.getClusterLeaves(id, 50, 0);
    const names = leaves.map((leaf) => String(leaf.properties?.name));
    this.choice.pickPlaces(
      leaves.map((leaf) => String(leaf.properties?.key)),
      [...new Set(names)].slice(0, 3).join(", "),
    );
  }

  private provinceAt(event: MapMouseEvent): MapArea | undefined {
    const [hit] = this.map.queryRenderedFeatures(event.point, { layers: ["provinces"] });
    return hit && this.drawn.get(Number(hit.properties.id));
  }

  private move(event: MapMouseEvent): void {
    const [place] = this.map.queryRenderedFeatures(event.point, { layers: ["places"] });
    const [land] = place ? [] : this.map.queryRenderedFeatures(event.point, { layers: ["land"] });
    this.map.getCanvas().style.cursor = place || land ? "pointer" : "";
    const iso3 = (land?.properties as CountryProperties | undefined)?.iso3 ?? null;
    if (iso3 !== this.hovered) {
      if (this.hovered) this.map.setFeatureState({ source: "world", id: this.hovered }, { hover: false });
      this.hovered = iso3;
      if (iso3) this.map.setFeatureState({ source: "world", id: iso3 }, { hover: true });
    }
    const { x, y } = event.point;
    const province = place ? undefined : this.provinceAt(event);
    if (province) this.choice.tell(`${province.name}: ${number(province.n)} known to the province or a part of it`, x, y);
    else if (place) {
      const { name, n, q1, q2, q3, q4, cluster } = place.properties as Record<string, number | string | boolean>;
      this.choice.tell(`${cluster ? "Several places" : name}: ${number(Number(n))} (△ ${q1} ▲ ${q2} ▽ ${q3} ▼ ${q4})`, x, y);
    } else if (land && iso3) {
      const n = Number(this.map.getFeatureState({ source: "world", id: iso3 }).n ?? 0);
      this.choice.tell(`${(land.properties as CountryProperties).name}${n ? `: ${number(n)} known to the country or a part of it` : ""}`, x, y);
    } else this.choice.tell(null, x, y);
  }

  private leave(): void {
    if (this.hovered) this.map.setFeatureState({ source: "world", id: this.hovered }, { hover: false });
    this.hovered = null;
    this.choice.tell(null, 0, 0);
  }
}

function reduced(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function extend(bounds: maplibre.LngLatBounds, geometry: Geometry): void {
  const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : geometry.type === "Polygon" ? [geometry.coordinates] : [];
  // The largest part alone: islands far away would show an ocean.
  const rings = polygons.map((polygon) => polygon[0] ?? []);
  const main = rings.sort((a, b) => b.length - a.length)[0] ?? [];
  for (const point of main) bounds.extend([point[0] ?? 0, point[1] ?? 0]);
}
