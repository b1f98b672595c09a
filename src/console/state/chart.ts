/** The chart that is on the screen, for lists and keys that show something on it. */
import { computed, signal } from '@preact/signals';
import type { Track } from '../api/picture';
import type { LonLat } from '../lib/geodesy';
import { orderAreas, standing, zoneAreas } from '../map/areas';
import { EVERYTHING, isOn, threatening, type Filter } from '../map/filter';
import type { Chart } from '../map/map';
import { assets, measures, nowMs, tracks } from './desk';
import { selectedTrack } from './queue';

export const chart = signal<Chart | undefined>(undefined);

/** What the map leaves out, and how much that is now; never kept, so that no shift begins with it. */
export const filter = signal<Filter>(EVERYTHING);
export const filtering = computed(() => isOn(filter.value));
export const hidden = signal(0);

/** The areas under the pointer, and the one that was chosen from the list. */
export const hoveredAreas = signal<readonly string[]>([]);
export const chosenArea = signal<string | null>(null);

// Changes only when a zone begins or ends, so that the map draws its areas no oftener.
const standings = computed(() => (measures.value?.zones ?? []).map((zone) => standing(zone, nowMs.value)).join());

export const zonesNow = computed(() => {
  standings.value;
  return zoneAreas(measures.value?.zones ?? [], nowMs.peek());
});

export const ordersNow = computed(() => orderAreas(measures.value?.orders ?? []));

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

/** Where a track is, as the map places it. */
export const placeOfTrack = ({ longitude_deg, latitude_deg }: Track): LonLat => [longitude_deg, latitude_deg];
