/** Small helpers for layers of a few features that are filled anew. */
import Feature from 'ol/Feature';
import type Geometry from 'ol/geom/Geometry';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import { fromLonLat } from 'ol/proj';
import VectorSource from 'ol/source/Vector';
import { Fill, Stroke, Style, Text } from 'ol/style';
import type { StyleLike } from 'ol/style/Style';
import type { LonLat } from '../lib/geodesy';
import type { Palette } from './palette';

export type Vectors = VectorLayer<VectorSource>;

export function vectors(): Vectors {
  return new VectorLayer({ source: new VectorSource(), updateWhileAnimating: true, updateWhileInteracting: true });
}

export function fill(layer: Vectors, features: Feature[]): void {
  const source = layer.getSource();
  if (features.length === 0 && source?.isEmpty() === true) return;
  source?.clear(true);
  source?.addFeatures(features);
}

export function styled(shape: Geometry, style: StyleLike, properties: Readonly<Record<string, string>> = {}): Feature {
  const feature = new Feature(shape);
  feature.setStyle(style);
  feature.setProperties(properties, true);
  return feature;
}

export const point = (at: LonLat): Point => new Point(fromLonLat([...at]));
export const line = (points: readonly LonLat[]): LineString => new LineString(points.map((each) => fromLonLat([...each])));

/** A colour that lets the ground through: 0 for nothing, 1 for all of it. */
export const faded = (colour: string, opacity: number): string => `${colour}${Math.round(255 * Math.min(1, Math.max(0, opacity))).toString(16).padStart(2, '0')}`;

export interface Written {
  readonly offsetX?: number;
  readonly offsetY?: number;
  readonly align?: CanvasTextAlign;
  readonly bold?: boolean;
}

/** Words that stay readable over anything. */
export function words(text: string, colour: string, palette: Palette, { offsetX = 0, offsetY = 0, align = 'center', bold = false }: Written = {}): Style {
  return new Style({
    text: new Text({
      text,
      offsetX,
      offsetY,
      textAlign: align,
      font: `${bold ? 'bold ' : ''}11px system-ui, sans-serif`,
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: palette.home, width: 3.5 }),
      overflow: true,
    }),
  });
}
