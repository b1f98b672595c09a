/** The measure tool: by pointer, or with the keys and a cross on the map. */
import { batch, computed, effect, signal } from '@preact/signals';
import { countdown, number, t } from '../i18n/index';
import { distance, speed } from '../i18n/measure';
import type { LonLat } from '../lib/geodesy';
import { inert } from '../lib/inert';
import { measured, OFF, placeOf, put, toggled, type End, type Measured, type Measuring } from '../map/measure';
import { chart, placeOfTrack } from './chart';
import { trackVersion, tracks } from './desk';
import { selectedTrack } from './queue';

export const measuring = signal<Measuring>(OFF);

/** Where the second end would be set: under the pointer, or under the cross. */
export const pointer = signal<LonLat | null>(null);

/** The cross, once somebody has moved it. */
export const cross = signal<LonLat | null>(null);

/** What is said aloud. */
export const saying = signal('');

export const result = computed<Measured | null>(() => {
  if (measuring.value.phase === 'off') return null;
  trackVersion.value;
  const free = cross.value ?? pointer.value;
  return measured(measuring.value, free === null ? null : { at: free, track: null }, tracks);
});

/** Where the first end is now. */
export const begun = computed<LonLat | null>(() => {
  trackVersion.value;
  return 'from' in measuring.value ? placeOf(measuring.value.from, tracks) : null;
});

const SMALL = 1;
const STEP = 10;
/** A key that is held goes on faster. */
const FAST = 24;
const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function toggleMeasure(): void {
  if (chart.value === undefined) return;
  measuring.value = toggled(measuring.value);
  if (measuring.value.phase === 'off') return stop();
  saying.value = t('measure.on');
  chart.value.setDoubleClickZoom(false);
  document.querySelector<HTMLElement>('.chart-map')?.focus();
}

export function stop(): void {
  if (measuring.value.phase !== 'off') saying.value = t('measure.off');
  batch(() => {
    measuring.value = OFF;
    cross.value = null;
    pointer.value = null;
  });
  chart.value?.setDoubleClickZoom(true);
}

/** Set the next end at a place, on the track that is there if there is one. */
export function setEnd(at: LonLat): void {
  const track = chart.value?.trackAt(at) ?? null;
  const found = track === null ? undefined : tracks.get(track);
  const end: End = { at: found === undefined ? at : placeOfTrack(found), track: found === undefined ? null : track };
  const next = put(measuring.value, end);
  measuring.value = next;
  if (next.phase === 'to') saying.value = t('measure.set', { place: end.track === null ? degrees(end.at) : inert(end.track, 24) });
  if (next.phase === 'done') saying.value = spoken(result.value);
}

/** Act on a key of the map; false if it is none of the tool's. */
export function pressed({ key, shiftKey, repeat }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'repeat'>): boolean {
  const map = chart.value;
  if (map === undefined || measuring.value.phase === 'off') return false;
  const arrow = ARROWS[key];
  if (arrow !== undefined) {
    const pixels = shiftKey ? SMALL : repeat ? FAST : STEP;
    cross.value = map.beside(cross.value ?? start(), arrow[0] * pixels, arrow[1] * pixels);
    sayLater();
  } else if (key === 'Enter') {
    cross.value ??= start();
    setEnd(cross.value);
  } else return false;
  return true;
}

/** Where the cross begins: on the selected track, or in the middle of what is seen. */
function start(): LonLat {
  const track = selectedTrack.value === null ? undefined : tracks.get(selectedTrack.value);
  return chart.value?.visible(pointer.value ?? (track === undefined ? null : placeOfTrack(track))) ?? [0, 0];
}

/** Length, direction and time of flight, in words. */
export function spoken(made: Measured | null): string {
  if (made === null) return '';
  const parts = [distance(made.distanceM), t('measure.bearing', { bearing: threeDigits(made.bearingDeg) })];
  if (made.flight !== null) parts.push(flight(made.flight));
  return parts.join(' · ');
}

/** The same in short, beside the line. */
export const written = (made: Measured | null): string => (made === null ? '' : `${distance(made.distanceM)}\n${threeDigits(made.bearingDeg)}°`);

const threeDigits = (bearingDeg: number): string => String(Math.round(bearingDeg) % 360).padStart(3, '0');

const flight = ({ track, seconds, speedMps }: NonNullable<Measured['flight']>): string =>
  t('measure.flight', { track: inert(track, 16), time: countdown(seconds), speed: speed(speedMps) });

const degrees = ([lon, lat]: LonLat): string => `${number(lat, 4)}° ${number(lon, 4)}°`;

const PAUSE_MS = 600;
let later: ReturnType<typeof setTimeout> | undefined;

/** Say the length when the cross has come to rest, not at each step of it. */
function sayLater(): void {
  clearTimeout(later);
  later = setTimeout(() => {
    if (measuring.value.phase === 'to') saying.value = spoken(result.value);
  }, PAUSE_MS);
}

/** Leave nothing behind when the map goes. */
effect(() => {
  if (chart.value === undefined && measuring.peek().phase !== 'off') measuring.value = OFF;
});
