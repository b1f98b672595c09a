/** What stands on the ground and what is planned: units, assets, shots. */
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import { circular } from 'ol/geom/Polygon';
import { fromLonLat } from 'ol/proj';
import { Circle, Fill, Icon, RegularShape, Stroke, Style, Text } from 'ol/style';
import type { Palette } from './palette';
import { sprite, unitSidc, type Context } from './symbols';
import { fill, styled, vectors, type Vectors } from './vectors';

export interface UnitMark {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly label: string;
  readonly reachM: number;
  readonly roundsReady: number;
  readonly channels: number;
}

export interface AssetMark {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly label: string;
  readonly valueMeur: number;
}

/** Where a shot stands: advised, decided by a person, in flight. */
export type ShotState = 'advised' | 'decided' | 'flying';

export interface ShotMark {
  readonly id: string;
  readonly track: string;
  readonly unit: string;
  readonly from: readonly [lon: number, lat: number];
  readonly to: readonly [lon: number, lat: number];
  readonly state: ShotState;
}

const ENVELOPE_VERTICES = 72;
/** Metres to a pixel: closer than that a unit has its standard symbol. */
const SYMBOLS_BELOW = 420;

/** Layers that are filled anew when their contents change, not at every track update. */
export class GroundLayers {
  readonly envelopes = vectors();
  readonly assets = vectors();
  readonly units = vectors();
  readonly shots = vectors();

  get all(): Vectors[] {
    return [this.envelopes, this.assets, this.units, this.shots];
  }

  showAssets(assets: readonly AssetMark[], palette: Palette): void {
    fill(
      this.assets,
      assets.map((asset) => {
        const style = new Style({
          image: new RegularShape({
            points: 4,
            radius: 5 + Math.min(6, Math.log10(1 + asset.valueMeur) * 2),
            angle: 0,
            fill: new Fill({ color: palette.asset }),
            stroke: new Stroke({ color: palette.home, width: 1.5 }),
          }),
        });
        return styled(new Point(fromLonLat([asset.lon, asset.lat])), style, { asset: asset.id });
      }),
    );
  }

  showUnits(units: readonly UnitMark[], context: Context, palette: Palette, selected: string | undefined): void {
    const ratio = window.devicePixelRatio;
    const { bitmap, scale } = sprite(unitSidc(context), 11, ratio, palette.shade);
    const far = new Map([true, false].map((empty) => [empty, farUnit(palette, empty)]));
    fill(
      this.units,
      units.map((unit) => {
        const empty = unit.roundsReady === 0 && unit.channels > 0;
        const style = new Style({
          image: new Icon({ img: bitmap, scale, opacity: empty ? 0.5 : 1 }),
          text: new Text({
            text: unit.id === selected ? unit.label : '',
            offsetY: 18,
            font: '11px system-ui, sans-serif',
            fill: new Fill({ color: palette.ink }),
            stroke: new Stroke({ color: palette.home, width: 3 }),
          }),
        });
        const feature = styled(new Point(fromLonLat([unit.lon, unit.lat])), style, { unit: unit.id });
        feature.setStyle((_, resolution) => (resolution > SYMBOLS_BELOW && unit.id !== selected ? far.get(empty) : style));
        return feature;
      }),
    );
    const chosen = units.filter(({ id }) => id === selected);
    const ring = new Style({ stroke: new Stroke({ color: palette.envelope, width: 1.2, lineDash: [6, 4] }), fill: new Fill({ color: `${palette.envelope}18` }) });
    fill(
      this.envelopes,
      chosen.filter(({ reachM }) => reachM > 0).map((unit) => {
        const shape = circular([unit.lon, unit.lat], unit.reachM, ENVELOPE_VERTICES);
        return styled(shape.transform('EPSG:4326', 'EPSG:3857'), ring);
      }),
    );
  }

  showShots(shots: readonly ShotMark[], palette: Palette, selected: ReadonlySet<string>): void {
    const colour: Readonly<Record<ShotState, string>> = { advised: palette.shot, decided: palette['shot-decided'], flying: palette['shot-flying'] };
    const dash: Readonly<Record<ShotState, number[]>> = { advised: [5, 5], decided: [], flying: [1, 5] };
    fill(
      this.shots,
      shots.flatMap((shot) => {
        const to = fromLonLat([...shot.to]);
        const width = selected.has(shot.track) ? 2.6 : 1.2;
        const line = new Style({ stroke: new Stroke({ color: colour[shot.state], width, lineDash: dash[shot.state] }) });
        const end = new Style({ image: new Circle({ radius: 3, stroke: new Stroke({ color: colour[shot.state], width: 1.5 }) }) });
        return [styled(new LineString([fromLonLat([...shot.from]), to]), line, {}), styled(new Point(to), end, {})];
      }),
    );
  }
}

/** From far away a unit is a small square, so that two hundred of them leave the map readable. */
function farUnit(palette: Palette, empty: boolean): Style {
  return new Style({
    image: new RegularShape({
      points: 4,
      radius: 4.5,
      angle: Math.PI / 4,
      ...(empty ? {} : { fill: new Fill({ color: palette.shot }) }),
      stroke: new Stroke({ color: empty ? palette.envelope : palette.home, width: 1 }),
    }),
  });
}
