/** What the latest plan changed: a band, a sign and a word on each line that came or went. */
import { fromLonLat } from 'ol/proj';
import { Stroke, Style } from 'ol/style';
import { t } from '../i18n/index';
import type { LonLat } from '../lib/geodesy';
import type { Palette } from './palette';
import { strength, type Change } from './planChange';
import { faded, fill, line, point, styled, vectors, words } from './vectors';

/** So many words can be read in the time; beyond that the signs alone remain. */
const MOST_WORDS = 12;

export class ChangeLayer {
  readonly layer = vectors();

  show(changes: readonly Change[], palette: Palette, nowMs: number, still: boolean): void {
    const worded = changes.length <= MOST_WORDS;
    fill(
      this.layer,
      changes.flatMap((change) => {
        const { shot, what } = change;
        const opacity = strength(change, nowMs, still);
        const colour = what === 'new' ? palette.shot : palette.faint;
        const stroke =
          what === 'new'
            ? { color: faded(colour, 0.45 * opacity), width: 9 }
            : { color: faded(colour, opacity), width: 1.6, lineDash: [2, 7] };
        const sign = what === 'new' ? '+' : '×';
        const text = worded ? `${sign} ${t(`map.shot.${what}`)}` : sign;
        return [
          styled(line([shot.from, shot.to]), new Style({ stroke: new Stroke(stroke) })),
          styled(point(half(shot.from, shot.to)), words(text, faded(what === 'new' ? palette.ink : palette.faint, (1 + opacity) / 2), palette, { bold: true })),
        ];
      }),
    );
  }
}

/** The middle of a line on the screen. */
function half(one: LonLat, other: LonLat): LonLat {
  const [, y1 = 0] = fromLonLat([...one]);
  const [, y2 = 0] = fromLonLat([...other]);
  const latitude = (2 * Math.atan(Math.exp((y1 + y2) / 2 / 6_378_137)) - Math.PI / 2) * (180 / Math.PI);
  return [(one[0] + other[0]) / 2, latitude];
}
