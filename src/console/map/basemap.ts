/** The base map: one small file, drawn in the colours of the palette. */
import Feature from 'ol/Feature';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import Polygon from 'ol/geom/Polygon';
import VectorImageLayer from 'ol/layer/VectorImage';
import { fromLonLat } from 'ol/proj';
import VectorSource from 'ol/source/Vector';
import { Circle, Fill, Stroke, Style, Text } from 'ol/style';
import { tCode } from '../i18n/index';
import type { Basemap } from './basemapDocument';
import type { Palette } from './palette';

type Points = readonly (readonly number[])[];
const projected = (points: Points) => points.map(([lon, lat]) => fromLonLat([lon ?? 0, lat ?? 0]));
const polygon = (rings: readonly Points[]) => new Polygon(rings.map(projected));

const CITY_FROM_ZOOM = 5.2;
const LARGE_CITY = 650_000;

/** The layers from the sea upwards. */
export function basemapLayers(map: Basemap, palette: Palette): VectorImageLayer<VectorSource>[] {
  const area = (rings: readonly (readonly Points[])[], style: Style) => layer(rings.map((each) => new Feature(polygon(each))), style);
  const cities = map.cities.map((city) => {
    const feature = new Feature(new Point(fromLonLat([city.at[0] ?? 0, city.at[1] ?? 0])));
    feature.set('name', city.name);
    feature.set('large', city.population >= LARGE_CITY);
    return feature;
  });
  const names = layer(cities, new Style());
  names.setStyle((feature, resolution) => cityStyle(String(feature.get('name')), Boolean(feature.get('large')), resolution, palette));
  return [
    area(map.countries, new Style({ fill: new Fill({ color: palette.land }), stroke: new Stroke({ color: palette.border, width: 0.7 }) })),
    area(map.ukraine, new Style({ fill: new Fill({ color: palette.home }) })),
    area(map.lakes, new Style({ fill: new Fill({ color: palette.sea }) })),
    layer(
      map.rivers.map((line) => new Feature(new LineString(projected(line)))),
      new Style({ stroke: new Stroke({ color: palette.water, width: 1 }) }),
    ),
    area(
      map.oblasts.map(({ rings }) => rings),
      new Style({ stroke: new Stroke({ color: palette.oblast, width: 0.6, lineDash: [4, 4] }) }),
    ),
    area(map.ukraine, new Style({ stroke: new Stroke({ color: palette.border, width: 1.6 }) })),
    names,
  ];
}

function layer(features: Feature[], style: Style): VectorImageLayer<VectorSource> {
  return new VectorImageLayer({ source: new VectorSource({ features }), style, imageRatio: 1.5 });
}

function cityStyle(name: string, large: boolean, resolution: number, palette: Palette): Style | undefined {
  const zoom = Math.log2(156_543.03 / resolution);
  if (!large && zoom < CITY_FROM_ZOOM + 1.3) return undefined;
  return new Style({
    image: new Circle({ radius: large ? 2.5 : 1.8, fill: new Fill({ color: palette.place }) }),
    text: new Text({
      text: tCode('city', name),
      font: `${large ? 12 : 11}px system-ui, sans-serif`,
      offsetY: -10,
      fill: new Fill({ color: palette.place }),
      stroke: new Stroke({ color: palette.home, width: 3 }),
    }),
  });
}
