/** The line that is being measured, its ends, and the cross that the keys move. */
import type Feature from 'ol/Feature';
import { Circle, Fill, RegularShape, Stroke, Style } from 'ol/style';
import type { LonLat } from '../lib/geodesy';
import { geodesic, type Measured } from './measure';
import type { Palette } from './palette';
import { fill, line, point, styled, vectors, words } from './vectors';

export interface Drawing {
  readonly measured: Measured | null;
  readonly from: LonLat | null;
  readonly set: boolean;
  readonly cross: LonLat | null;
  readonly text: string;
}

export class MeasureLayer {
  readonly layer = vectors();

  show({ measured, from, set, cross, text }: Drawing, palette: Palette): void {
    const features: Feature[] = [];
    if (measured !== null) {
      const path = line(geodesic(measured));
      features.push(
        styled(path, new Style({ stroke: new Stroke({ color: palette.home, width: 5 }) })),
        styled(path, new Style({ stroke: new Stroke({ color: palette.selected, width: 2, ...(set ? {} : { lineDash: [6, 4] }) }) })),
        styled(point(measured.to), end(palette)),
        styled(path, words(text, palette.ink, palette, { offsetY: -16, bold: true })),
      );
    }
    if (from !== null) features.push(styled(point(from), end(palette)));
    if (cross !== null) features.push(styled(point(cross), [arms(palette.home, 5), arms(palette.selected, 2)]));
    fill(this.layer, features);
  }
}

const end = (palette: Palette): Style =>
  new Style({ image: new Circle({ radius: 4.5, fill: new Fill({ color: palette.home }), stroke: new Stroke({ color: palette.selected, width: 2 }) }) });

/** Four arms; the middle is where they meet. */
const arms = (colour: string, width: number): Style =>
  new Style({ image: new RegularShape({ points: 4, radius: 16, radius2: 0, angle: 0, stroke: new Stroke({ color: colour, width }) }) });
