/** The chart that is on the screen, for lists and keys that show something on it. */
import { signal } from '@preact/signals';
import type { Track } from '../api/picture';
import type { Chart } from '../map/map';
import { assets, tracks } from './desk';
import { selectedTrack } from './queue';

export const chart = signal<Chart | undefined>(undefined);

/** Whether a track counts as a threat on the map: hostile, uncrewed, engageable or nearly. */
export const threatening = (track: Track): boolean => track.refusal === null || (track.identity === 'hostile' && track.crew === 'uncrewed');

/** Bring a track into view, as from a list. */
export function showTrack(id: string): void {
  const track = tracks.get(id);
  selectedTrack.value = id;
  if (track !== undefined) chart.value?.goTo(track.longitude_deg, track.latitude_deg);
}

export function zoom(steps: number): void {
  chart.value?.zoomBy(steps);
}

/** The whole raid and what is defended. */
export function showAll(): void {
  const points = [...[...tracks.values()].filter(threatening), ...assets.value].map((each) => [each.longitude_deg, each.latitude_deg] as const);
  chart.value?.fit(points);
}
