/** Measuring on the map: two ends, each a place or a track that is followed. */
import { destination, leg, type LonLat } from '../lib/geodesy';

export interface End {
  readonly at: LonLat;
  /** The track that the end stays on, if it was put on one. */
  readonly track: string | null;
}

export type Measuring =
  | { readonly phase: 'off' }
  | { readonly phase: 'from' }
  | { readonly phase: 'to'; readonly from: End }
  | { readonly phase: 'done'; readonly from: End; readonly to: End };

export const OFF: Measuring = { phase: 'off' };

/** Set the next end; after the second a further one begins anew. */
export function put(now: Measuring, end: End): Measuring {
  if (now.phase === 'off') return now;
  return now.phase === 'to' ? { phase: 'done', from: now.from, to: end } : { phase: 'to', from: end };
}

export const toggled = (now: Measuring): Measuring => (now.phase === 'off' ? { phase: 'from' } : OFF);

type Flying = { readonly latitude_deg: number; readonly longitude_deg: number; readonly speed_mps: number };
type Tracks = ReadonlyMap<string, Flying>;

const flying = (end: End, tracks: Tracks): Flying | undefined => (end.track === null ? undefined : tracks.get(end.track));

/** Where an end is now; a track that is gone leaves it where it was put. */
export function placeOf(end: End, tracks: Tracks): LonLat {
  const track = flying(end, tracks);
  return track === undefined ? end.at : [track.longitude_deg, track.latitude_deg];
}

export interface Measured {
  readonly from: LonLat;
  readonly to: LonLat;
  readonly distanceM: number;
  readonly bearingDeg: number;
  /** How the track at the first end would fly it at its speed. */
  readonly flight: { readonly track: string; readonly speedMps: number; readonly seconds: number } | null;
}

/** What lies between the ends; while the second is not set it is where the pointer is. */
export function measured(now: Measuring, pointer: End | null, tracks: Tracks): Measured | null {
  if (now.phase === 'off' || now.phase === 'from') return null;
  const second = now.phase === 'done' ? now.to : pointer;
  if (second === null) return null;
  const from = placeOf(now.from, tracks);
  const to = placeOf(second, tracks);
  const between = leg(from, to);
  if (between === null) return null;
  const track = flying(now.from, tracks);
  const flight =
    track === undefined || now.from.track === null || track.speed_mps <= 0
      ? null
      : { track: now.from.track, speedMps: track.speed_mps, seconds: between.distanceM / track.speed_mps };
  return { from, to, ...between, flight };
}

const STEP_M = 25_000;

/** The geodesic as a line of short steps: on this map it bends a little. */
export function geodesic({ from, to, distanceM, bearingDeg }: Pick<Measured, 'from' | 'to' | 'distanceM' | 'bearingDeg'>): readonly LonLat[] {
  const steps = Math.min(64, Math.floor(distanceM / STEP_M));
  return [from, ...Array.from({ length: steps }, (_, index) => destination(from, bearingDeg, ((index + 1) * distanceM) / (steps + 1))), to];
}
