/** Where a track is going: straight on with what is not known growing, or towards an asset. */
import type { Asset, Track } from '../api/picture';
import type { Threat } from '../api/plan';
import { destination, type LonLat } from '../lib/geodesy';

export interface Ahead {
  readonly minute: number;
  readonly at: LonLat;
  readonly sigmaM: number;
}

export interface StraightOn {
  readonly from: LonLat;
  readonly courseDeg: number;
  /** What is not known of where it is now. */
  readonly sigmaM: number;
  readonly ahead: readonly Ahead[];
}

export interface Route {
  readonly asset: string;
  readonly name: string;
  readonly to: LonLat;
  readonly p: number;
}

export const MINUTES = 5;
/** The picture does not say it; this is what the planner takes for a report that does not. */
const VELOCITY_SIGMA_MPS = 2;
const LEAST_P = 0.03;
const MOST_ROUTES = 6;

/** One standard deviation of the position so long after the measurement, as the planner has it. */
export const sigmaAfter = (positionSigmaM: number, seconds: number): number => Math.hypot(positionSigmaM, VELOCITY_SIGMA_MPS * seconds);

type Moving = Pick<Track, 'latitude_deg' | 'longitude_deg' | 'speed_mps' | 'course_deg' | 'measured_at' | 'position_sigma_m'>;

/** Minute by minute from now, not from the measurement, if it keeps its course and speed. */
export function straightOn(track: Moving, nowMs: number): StraightOn {
  const ageS = Math.max(0, (nowMs - track.measured_at) / 1000);
  const measured: LonLat = [track.longitude_deg, track.latitude_deg];
  const after = (seconds: number): LonLat => destination(measured, track.course_deg, track.speed_mps * seconds);
  const minutes = track.speed_mps > 0 ? MINUTES : 0;
  return {
    from: after(ageS),
    courseDeg: track.course_deg,
    sigmaM: sigmaAfter(track.position_sigma_m, ageS),
    ahead: Array.from({ length: minutes }, (_, index) => {
      const seconds = ageS + (index + 1) * 60;
      return { minute: index + 1, at: after(seconds), sigmaM: sigmaAfter(track.position_sigma_m, seconds) };
    }),
  };
}

/** The edge of two standard deviations to either side, out along the left and back along the right. */
export function cone({ from, courseDeg, sigmaM, ahead }: StraightOn): readonly LonLat[] {
  const along = [{ at: from, sigmaM }, ...ahead];
  const side = (turn: number): LonLat[] => along.map((each) => destination(each.at, courseDeg + turn, 2 * each.sigmaM));
  return [...side(-90), ...side(90).reverse()];
}

/** The assets that its threat is split over, the likeliest first. */
export function towards(threat: Threat | undefined, assets: readonly Asset[]): readonly Route[] {
  const places = new Map(assets.map((each) => [each.id, each]));
  return [...(threat?.assets ?? [])]
    .filter(({ p_asset }) => p_asset >= LEAST_P)
    .sort((a, b) => b.p_asset - a.p_asset)
    .slice(0, MOST_ROUTES)
    .flatMap(({ asset, p_asset }): Route[] => {
      const place = places.get(asset);
      return place === undefined ? [] : [{ asset, name: place.name === '' ? asset : place.name, to: [place.longitude_deg, place.latitude_deg], p: p_asset }];
    });
}
