/** What the map draws of what the console knows: one function for each layer, run when its part changes. */
import { computed, effect } from '@preact/signals';
import type { Track, WeaponsOrder, Zone } from '../api/picture';
import { clock, language, t, tCode } from '../i18n/index';
import { altitude } from '../i18n/measure';
import { inert } from '../lib/inert';
import type { Mark } from '../map/airPicture';
import type { AreaMark } from '../map/areaLayer';
import type { OrderArea, ZoneArea } from '../map/areas';
import { figure, passes } from '../map/filter';
import type { Chart } from '../map/map';
import { readPalette } from '../map/palette';
import { strength } from '../map/planChange';
import { straightOn, towards } from '../map/prediction';
import type { Context, Identity } from '../map/symbols';
import { chosenArea, filter, hidden, hoveredAreas, ordersNow, zonesNow } from '../state/chart';
import { assets, fireUnits, fresh, health, interceptorTypes, nowMs, plan, tickMs, tracks, trackVersion } from '../state/desk';
import { begun, cross, measuring, result, written } from '../state/measuring';
import { changes, shots } from '../state/planChange';
import { selectedTrack, selectedUnit } from '../state/queue';
import { labels, palette, units } from '../state/settings';

const STALE_AFTER_MS = 20_000;
const WIDEST_FLOOR_M = -500;
const WIDEST_CEILING_M = 40_000;

/** Keep the map as the console knows it; returns how to stop. */
export function keepDrawn(chart: Chart): () => void {
  const drawings = [drawAir, drawGround, drawAreas, lookAtAreas, makeRoom, drawShots, drawChanges, drawPrediction, drawMeasure];
  const stops = drawings.map((draw) => effect(() => draw(chart)));
  stops.push(effect(() => recolour(chart, drawings)));
  return () => {
    for (const stop of stops) stop();
  };
}

export const context = (): Context => (health.value?.mode === 'sim' ? 'exercise' : health.value?.mode === 'replay' ? 'simulation' : 'reality');

function drawAir(made: Chart): void {
  trackVersion.value;
  const now = nowMs.peek();
  const chosen = selectedTrack.value;
  const shown = filter.value;
  const marks: Mark[] = [];
  for (const track of tracks.values()) {
    // What is looked at stays on the map, whatever is left out.
    if (track.id === chosen || passes(track, shown)) marks.push(mark(track, now));
  }
  hidden.value = tracks.size - marks.length;
  made.air.options.context = context();
  made.air.options.labels = labels.value;
  made.air.options.selected = new Set(chosen === null ? [] : [chosen]);
  made.air.show(marks);
}

function mark(track: Track, now: number): Mark {
  return {
    id: track.id,
    label: inert(track.id, 16),
    lon: track.longitude_deg,
    lat: track.latitude_deg,
    courseDeg: track.course_deg,
    speedMps: track.speed_mps,
    sigmaM: track.position_sigma_m,
    identity: track.identity as Identity,
    figure: figure(track),
    stale: now - track.measured_at > STALE_AFTER_MS,
  };
}

function drawGround(made: Chart): void {
  const colours = made.air.options.palette;
  const reach = new Map(interceptorTypes.value.map((kind) => [kind.id, kind.max_range_m]));
  made.ground.showUnits(
    fireUnits.value.map((unit) => ({
      id: unit.id,
      lon: unit.longitude_deg,
      lat: unit.latitude_deg,
      label: inert(unit.id, 20),
      reachM: Math.max(0, ...unit.magazines.map((each) => reach.get(each.interceptor_type) ?? 0)),
      roundsReady: unit.magazines.reduce((sum, each) => sum + each.rounds_ready, 0),
      channels: unit.channels,
    })),
    context(),
    colours,
    selectedUnit.value ?? undefined,
  );
  made.ground.showAssets(
    assets.value.map((each) => ({ id: each.id, lon: each.longitude_deg, lat: each.latitude_deg, label: each.name, valueMeur: each.value_meur })),
    colours,
  );
}

function drawAreas(made: Chart): void {
  language.value;
  units.value;
  made.areas.show([...ordersNow.value.map(orderMark), ...zonesNow.value.map(zoneMark)], made.air.options.palette);
}

const zoneMark = ({ key, name, rings, zone, standing }: ZoneArea): AreaMark => {
  const rest = standing === 'active' ? [levels(zone)] : [levels(zone), untilWhen(zone, standing)];
  return { key, rings, look: standing === 'active' ? 'active' : 'idle', label: [inert(name, 24), ...rest].filter((each) => each !== '').join('\n') };
};

const orderMark = ({ key, rings, order }: OrderArea): AreaMark => ({ key, rings, look: order.status, label: orderName(order) });

/** The word of the status, and the weapon class it is for. */
export const orderName = ({ status, kind }: WeaponsOrder): string => `${tCode('wcs', status)}${kind === null ? '' : ` · ${tCode('kind', kind)}`}`;

/** From where to where a zone reaches, unless that is everywhere. */
export function levels({ floor_m, ceiling_m }: Zone): string {
  return floor_m <= WIDEST_FLOOR_M && ceiling_m >= WIDEST_CEILING_M ? '' : `${altitude(Math.max(0, floor_m))} – ${altitude(ceiling_m)}`;
}

/** Whether and until when it is in force. */
export function untilWhen(zone: Zone, standing: ZoneArea['standing']): string {
  if (standing === 'later') return t('area.later', { time: clock(zone.active_from ?? 0) });
  if (standing === 'over') return t('area.over', { time: clock(zone.active_until ?? 0) });
  return zone.active_until === null ? t('area.active') : `${t('area.active')} ${t('area.until', { time: clock(zone.active_until) })}`;
}

function lookAtAreas(made: Chart): void {
  made.areas.look(new Set(chosenArea.value === null ? hoveredAreas.value : [...hoveredAreas.value, chosenArea.value]));
}

const DETAIL_PIXELS = 376;

/** What is brought into view is not brought under the details of the track. */
function makeRoom(made: Chart): void {
  made.coverLeft(selectedTrack.value === null ? 0 : DETAIL_PIXELS);
}

function drawShots(made: Chart): void {
  made.ground.showShots(shots.value, made.air.options.palette, new Set(selectedTrack.value === null ? [] : [selectedTrack.value]));
}

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

// Changes only from quarter to quarter, so that fading is a few drawings and not a film.
const strengths = computed(() => changes.value.map((each) => strength(each, tickMs.value, still())).join());

function drawChanges(made: Chart): void {
  strengths.value;
  language.value;
  made.changes.show(changes.value, made.air.options.palette, tickMs.peek(), still());
}

function drawPrediction(made: Chart): void {
  trackVersion.value;
  language.value;
  const id = selectedTrack.value;
  const track = id === null || fresh.value === 'red' ? undefined : tracks.get(id);
  const routes = track === undefined ? [] : towards(plan.value?.threats.find((each) => each.track === id), assets.value);
  made.prediction.show(track === undefined ? null : straightOn(track, nowMs.peek()), routes, made.air.options.palette);
}

function drawMeasure(made: Chart): void {
  const measured = result.value;
  made.measure.show(
    { measured, from: begun.value, set: measuring.value.phase === 'done', cross: cross.value, text: written(measured) },
    made.air.options.palette,
  );
}

function recolour(made: Chart, drawings: readonly ((chart: Chart) => void)[]): void {
  palette.value;
  // The style sheet follows the attribute that another effect sets.
  queueMicrotask(() => {
    made.air.options.palette = readPalette();
    made.compose();
    for (const draw of drawings) draw(made);
  });
}
