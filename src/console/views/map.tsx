/** The air picture: the chart, and what lies on it. */
import { useEffect, useRef } from 'preact/hooks';
import { signal } from '@preact/signals';
import { number, chance, t } from '../i18n/index';
import { distance } from '../i18n/measure';
import { inert } from '../lib/inert';
import { leg, type LonLat } from '../lib/geodesy';
import { validate } from '../lib/validate';
import { basemapDocument } from '../map/basemapDocument';
import { Chart, type Picked } from '../map/map';
import { readPalette } from '../map/palette';
import { straightOn, towards } from '../map/prediction';
import { chart, hoveredAreas } from '../state/chart';
import { assets, fresh, nowMs, plan, tracks, trackVersion } from '../state/desk';
import { cross, measuring, pointer, pressed, setEnd } from '../state/measuring';
import { changes, followChanges } from '../state/planChange';
import { selectedTrack, selectedUnit } from '../state/queue';
import { labels } from '../state/settings';
import { context, keepDrawn } from './mapDraw';
import { MapTools } from './mapTools';
import { MeasurePanel } from './measurePanel';

const metresPerPixel = signal(0);

export function AirPicture() {
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (target.current === null) return undefined;
    const place = target.current;
    const made = new Chart(place, options(), { onClick, onMove, onScale: (value) => (metresPerPixel.value = value) });
    chart.value = made;
    void loadBase(made);
    const stops = [keepDrawn(made), followChanges()];
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(place);
    // Before the library, which would move the map.
    place.addEventListener('keydown', onKey, true);
    place.addEventListener('pointerleave', onLeave);
    return () => {
      place.removeEventListener('keydown', onKey, true);
      place.removeEventListener('pointerleave', onLeave);
      observer.disconnect();
      for (const stop of stops) stop();
      made.destroy();
      chart.value = undefined;
    };
  }, []);
  return (
    <div class="chart">
      <MapTools />
      <div class="chart-field">
        <div class={`chart-map ${measuring.value.phase === 'off' ? '' : 'measuring'}`} ref={target} role="application" aria-label={t('map.label')} aria-describedby="map-path" tabIndex={0} />
        <PathInWords />
        <ScaleLine />
        <PlanChanged />
        <MeasurePanel />
      </div>
    </div>
  );
}

const SCALE_PIXELS = 120;

/** A round distance, as long on the screen as it is on the ground. */
function ScaleLine() {
  const most = metresPerPixel.value * SCALE_PIXELS;
  if (most <= 0) return null;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((each) => each * power).find((each) => each <= most) ?? power;
  return (
    <span class="scale-line" style={{ width: `${length / metresPerPixel.value}px` }}>
      {distance(length)}
    </span>
  );
}

/** The predicted path for those who do not see it. */
function PathInWords() {
  trackVersion.value;
  const id = selectedTrack.value;
  const track = id === null || fresh.value === 'red' ? undefined : tracks.get(id);
  const straight = track === undefined ? undefined : straightOn(track, nowMs.peek());
  const last = straight?.ahead.at(-1);
  if (id === null || straight === undefined || last === undefined) return <p id="map-path" class="unseen" />;
  const routes = towards(plan.value?.threats.find((each) => each.track === id), assets.value);
  const named = routes.map(({ name, p }) => `${inert(name, 24)} ${chance(p)}`).join(', ');
  return (
    <p id="map-path" class="unseen">
      {t('map.path', {
        track: inert(id, 24),
        minutes: last.minute,
        distance: distance(leg(straight.from, last.at)?.distanceM ?? 0),
        course: number(straight.courseDeg),
        sigma: distance(2 * last.sigmaM),
        towards: named === '' ? '' : t('map.path.towards', { assets: named }),
      })}
    </p>
  );
}

/** How much the latest plan changed, for as long as the lines are marked. */
function PlanChanged() {
  const count = { new: 0, gone: 0 };
  for (const { what } of changes.value) count[what] += 1;
  if (changes.value.length === 0) return null;
  const parts = (['new', 'gone'] as const).filter((what) => count[what] > 0).map((what) => t(`map.changed.${what}`, { count: count[what] }));
  return <p class="plan-changed">{t('map.changed', { parts: parts.join(', ') })}</p>;
}

function onClick(at: LonLat, picked: () => Picked): void {
  if (measuring.value.phase !== 'off') {
    cross.value = null;
    pointer.value = at;
    setEnd(at);
    return;
  }
  const { track, unit } = picked();
  selectedTrack.value = track ?? null;
  selectedUnit.value = unit ?? null;
}

function onMove(at: LonLat, areas: readonly string[]): void {
  if (areas.length > 0 || hoveredAreas.value.length > 0) hoveredAreas.value = areas;
  if (measuring.value.phase === 'off') return;
  cross.value = null;
  pointer.value = at;
}

function onLeave(): void {
  hoveredAreas.value = [];
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || !pressed(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function options() {
  return { context: context(), palette: readPalette(), selected: new Set<string>(), labels: labels.value, uncertainty: true };
}

async function loadBase(made: Chart): Promise<void> {
  const name = document.querySelector<HTMLMetaElement>('meta[name="basemap"]')?.content ?? '';
  const response = await fetch(name).catch(() => undefined);
  const read = validate(basemapDocument, response?.ok === true ? await response.json() : undefined);
  if (read.ok) made.setBase(read.value);
}
