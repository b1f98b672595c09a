/** The path of the one track that is looked at: straight on with a mark each minute, and towards assets. */
import Polygon from 'ol/geom/Polygon';
import type Feature from 'ol/Feature';
import { fromLonLat } from 'ol/proj';
import { Circle, Fill, RegularShape, Stroke, Style } from 'ol/style';
import { chance, t } from '../i18n/index';
import { inert } from '../lib/inert';
import type { Palette } from './palette';
import { cone, type Route, type StraightOn } from './prediction';
import { faded, fill, line, point, styled, vectors, words } from './vectors';

/** Marks that are nearer together on the screen keep only the last one's number. */
const NUMBERS_FROM_PIXELS = 26;
/** And those that would touch are left out, but for the last. */
const BARS_FROM_PIXELS = 12;
/** Metres to a pixel: closer than that there is room for the names of assets. */
const NAMES_BELOW = 60;
const RADIAN = Math.PI / 180;

export class PredictionLayer {
  readonly layer = vectors();

  show(straight: StraightOn | null, routes: readonly Route[], palette: Palette): void {
    if (straight === null) return fill(this.layer, []);
    fill(this.layer, [...routes.flatMap((route) => routeFeatures(straight, route, palette)), ...straightFeatures(straight, palette)]);
  }
}

function straightFeatures(straight: StraightOn, palette: Palette): Feature[] {
  if (straight.ahead.length === 0) return [];
  const colour = palette.selected;
  const edge = new Polygon([cone(straight).map((each) => fromLonLat([...each]))]);
  const path = line([straight.from, ...straight.ahead.map(({ at }) => at)]);
  const minutePixels = (resolution: number): number => path.getLength() / straight.ahead.length / resolution;
  const bar = new Style({
    image: new RegularShape({ points: 2, radius: 6, angle: Math.PI / 2, rotation: straight.courseDeg * RADIAN, rotateWithView: true, stroke: new Stroke({ color: colour, width: 2 }) }),
  });
  // Beside the line, to the right of the way it goes.
  const beside = { offsetX: 14 * Math.cos(straight.courseDeg * RADIAN), offsetY: 14 * Math.sin(straight.courseDeg * RADIAN) };
  return [
    styled(edge, new Style({ fill: new Fill({ color: faded(colour, 0.14) }), stroke: new Stroke({ color: faded(colour, 0.4), width: 1 }) })),
    styled(path, new Style({ stroke: new Stroke({ color: colour, width: 1.6 }) })),
    ...straight.ahead.map(({ minute, at }) => {
      const last = minute === straight.ahead.length;
      const number = words(last ? t('map.minutes', { count: minute }) : String(minute), palette.ink, palette, beside);
      return styled(point(at), (_: unknown, resolution: number) => {
        const pixels = minutePixels(resolution);
        if (last || pixels >= NUMBERS_FROM_PIXELS) return [bar, number];
        return pixels >= BARS_FROM_PIXELS ? [bar] : [];
      });
    }),
  ];
}

function routeFeatures({ from }: StraightOn, { to, name, p }: Route, palette: Palette): Feature[] {
  const colour = faded(palette.asset, 0.25 + 0.75 * p);
  // On the far side of the asset, where the path does not run through it.
  const beside = { offsetX: to[0] >= from[0] ? 14 : -14, align: to[0] >= from[0] ? 'left' : 'right' } as const;
  const ring = new Style({ image: new Circle({ radius: 9, stroke: new Stroke({ color: colour, width: 1.5 }) }) });
  const share = words(chance(p), palette.asset, palette, beside);
  const named = words(`${inert(name, 28)} ${chance(p)}`, palette.asset, palette, beside);
  return [
    styled(line([from, to]), new Style({ stroke: new Stroke({ color: colour, width: 1 + p, lineDash: [1, 4], lineCap: 'round' }) })),
    styled(point(to), (_: unknown, resolution: number) => [ring, resolution <= NAMES_BELOW ? named : share]),
  ];
}
