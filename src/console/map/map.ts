/** The map: layers in their order, one view, what is under the pointer. */
import Map from 'ol/Map';
import View from 'ol/View';
import { fromLonLat } from 'ol/proj';
import 'ol/ol.css';
import { AirLayer, type AirOptions } from './airPicture';
import { basemapLayers } from './basemap';
import type { Basemap } from './basemapDocument';
import { GroundLayers } from './defence';

export interface Picked {
  readonly track?: string;
  readonly unit?: string;
  readonly asset?: string;
}

const CENTRE = [31.5, 48.6];
const START_ZOOM = 6.1;
const HIT_PIXELS = 8;
const EARTH_M = 6_378_137;

export class Chart {
  readonly air: AirLayer;
  readonly ground = new GroundLayers();
  private readonly map: Map;
  private base: Basemap | undefined;

  constructor(target: HTMLElement, options: AirOptions, onPick: (picked: Picked) => void, onScale: (metresPerPixel: number) => void) {
    this.air = new AirLayer(options);
    this.map = new Map({
      target,
      // None of the library's own: they write markup, which the page's policy forbids.
      controls: [],
      view: new View({ center: fromLonLat(CENTRE), zoom: START_ZOOM, minZoom: 4, maxZoom: 14, enableRotation: false }),
      layers: [],
    });
    this.map.on('moveend', () => onScale(this.metresPerPixel()));
    this.map.on('click', ({ pixel }) => onPick(this.under(pixel as [number, number])));
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
    this.map.setLayers([...base, ...this.ground.all, this.air]);
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
