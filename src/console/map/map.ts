/** The map: layers in their order, one view, what is under the pointer. */
import Map from 'ol/Map';
import View from 'ol/View';
import DoubleClickZoom from 'ol/interaction/DoubleClickZoom';
import { fromLonLat, toLonLat } from 'ol/proj';
import 'ol/ol.css';
import type { LonLat } from '../lib/geodesy';
import { AirLayer, type AirOptions } from './airPicture';
import { AreaLayer } from './areaLayer';
import { basemapLayers } from './basemap';
import type { Basemap } from './basemapDocument';
import { ChangeLayer } from './changeLayer';
import { GroundLayers } from './defence';
import { MeasureLayer } from './measureLayer';
import { PredictionLayer } from './predictionLayer';

export interface Picked {
  readonly track?: string;
  readonly unit?: string;
  readonly asset?: string;
}

export interface Listeners {
  /** A click: at a place, on what is there. */
  readonly onClick: (at: LonLat, picked: () => Picked) => void;
  /** The pointer is over a place and over these areas. */
  readonly onMove: (at: LonLat, areas: readonly string[]) => void;
  readonly onScale: (metresPerPixel: number) => void;
}

const CENTRE = [31.5, 48.6];
const START_ZOOM = 6.1;
const HIT_PIXELS = 8;
const EARTH_M = 6_378_137;
/** How near the edge the cross may come before the map follows it. */
const EDGE_PIXELS = 40;
/** Above the tracks, which are above everything else. */
const ON_TOP = 2_000;

export class Chart {
  readonly air: AirLayer;
  readonly ground = new GroundLayers();
  readonly areas = new AreaLayer();
  readonly prediction = new PredictionLayer();
  readonly changes = new ChangeLayer();
  readonly measure = new MeasureLayer();
  private readonly map: Map;
  private base: Basemap | undefined;

  constructor(target: HTMLElement, options: AirOptions, { onClick, onMove, onScale }: Listeners) {
    this.air = new AirLayer(options);
    this.measure.layer.setZIndex(ON_TOP);
    this.map = new Map({
      target,
      // None of the library's own: they write markup, which the page's policy forbids.
      controls: [],
      view: new View({ center: fromLonLat(CENTRE), zoom: START_ZOOM, minZoom: 4, maxZoom: 14, enableRotation: false }),
      layers: [],
    });
    this.map.on('moveend', () => onScale(this.metresPerPixel()));
    this.map.on('click', ({ pixel, coordinate }) => onClick(lonLat(coordinate), () => this.under(pixel as [number, number])));
    this.map.on('pointermove', ({ coordinate, dragging }) => {
      if (!dragging) onMove(lonLat(coordinate), this.areas.at(coordinate));
    });
    this.compose();
  }

  /** Set the base map, or draw it in other colours. */
  setBase(base: Basemap): void {
    this.base = base;
    this.compose();
  }

  /** Draw everything in the palette of the options. */
  compose(): void {
    const base = this.base === undefined ? [] : basemapLayers(this.base, this.air.options.palette);
    this.map.setLayers([...base, this.areas, ...this.ground.all, this.changes.layer, this.prediction.layer, this.air, this.measure.layer]);
  }

  /** Two quick clicks zoom, but not where clicks mean something else. */
  setDoubleClickZoom(on: boolean): void {
    for (const each of this.map.getInteractions().getArray()) if (each instanceof DoubleClickZoom) each.setActive(on);
  }

  /** Keep so much of the left side free of what is shown in the middle; nothing moves. */
  coverLeft(pixels: number): void {
    this.map.getView().padding = [0, 0, 0, pixels];
  }

  /** Show a place. */
  goTo(lon: number, lat: number, zoom?: number): void {
    const view = this.map.getView();
    view.animate({ center: fromLonLat([lon, lat]), zoom: zoom ?? view.getZoom() ?? START_ZOOM, duration: 250 });
  }

  /** Show all these places at once. */
  fit(points: readonly (readonly [number, number])[]): void {
    if (points.length === 0) return;
    const xy = points.map((point) => fromLonLat([...point]));
    const xs = xy.map(([x = 0]) => x);
    const ys = xy.map(([, y = 0]) => y);
    this.map.getView().fit([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], { padding: [40, 40, 40, 40], maxZoom: 9 });
  }

  zoomBy(steps: number): void {
    const view = this.map.getView();
    view.animate({ zoom: (view.getZoom() ?? START_ZOOM) + steps, duration: 120 });
  }

  /** The place if it is on the screen, and the middle of the screen if not. */
  visible(at: LonLat | null): LonLat {
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    const [x = -1, y = -1] = (at === null ? undefined : this.map.getPixelFromCoordinate(fromLonLat([...at]))) ?? [];
    if (at !== null && x >= 0 && y >= 0 && x <= width && y <= height) return at;
    return lonLat(this.map.getView().getCenter() ?? [0, 0]);
  }

  /** The place so many pixels to the right and down; the map follows what comes near its edge. */
  beside(at: LonLat, right: number, down: number): LonLat {
    const view = this.map.getView();
    const resolution = view.getResolution() ?? 1;
    const [x = 0, y = 0] = fromLonLat([...at]);
    const next = [x + right * resolution, y - down * resolution];
    const [pixelX = 0, pixelY = 0] = this.map.getPixelFromCoordinate(next) ?? [];
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    const over = (value: number, most: number): number => Math.min(0, value - EDGE_PIXELS) + Math.max(0, value - most + EDGE_PIXELS);
    view.adjustCenter([over(pixelX, width) * resolution, -over(pixelY, height) * resolution]);
    return lonLat(next);
  }

  /** The track at a place on the screen, if there is one. */
  trackAt(at: LonLat): string | undefined {
    const [x = -1e6, y = -1e6] = this.map.getPixelFromCoordinate(fromLonLat([...at])) ?? [];
    return this.air.at(x, y);
  }

  resize(): void {
    this.map.updateSize();
  }

  destroy(): void {
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  /** Of the ground, in the middle of the map. */
  private metresPerPixel(): number {
    const view = this.map.getView();
    const [, y = 0] = view.getCenter() ?? [0, 0];
    return (view.getResolution() ?? 1) / Math.cosh(y / EARTH_M);
  }

  private under(pixel: [number, number]): Picked {
    const track = this.air.at(...pixel);
    if (track !== undefined) return { track };
    const features = this.map.getFeaturesAtPixel(pixel, { hitTolerance: HIT_PIXELS });
    const named = (name: string): string | undefined => features.map((each) => each.get(name) as unknown).find((id) => typeof id === 'string') as string | undefined;
    const unit = named('unit');
    if (unit !== undefined) return { unit };
    const asset = named('asset');
    return asset === undefined ? {} : { asset };
  }
}

function lonLat(coordinate: readonly number[]): LonLat {
  const [lon = 0, lat = 0] = toLonLat([...coordinate]);
  return [lon, lat];
}
