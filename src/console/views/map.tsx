/** The air picture: the chart, filters, search, and the track that is looked at. */
import { useEffect, useRef } from 'preact/hooks';
import { effect, signal } from '@preact/signals';
import type { Track } from '../api/picture';
import { t } from '../i18n/index';
import { distance } from '../i18n/measure';
import { validate } from '../lib/validate';
import { inert } from '../lib/inert';
import { basemapDocument } from '../map/basemapDocument';
import type { Mark } from '../map/airPicture';
import { Chart, type Picked } from '../map/map';
import { readPalette } from '../map/palette';
import type { Context, Figure, Identity } from '../map/symbols';
import { assets, fireUnits, health, interceptorTypes, measures, nowMs, tracks, trackVersion, deciding, plan } from '../state/desk';
import { labels, palette } from '../state/settings';
import { chart, showAll, showTrack, threatening, zoom } from '../state/chart';
import { selectedTrack, selectedUnit } from '../state/queue';
import { shotMarks } from '../state/shots';

export const search = signal('');
const metresPerPixel = signal(0);
export const onlyThreats = signal(false);

const STALE_AFTER_MS = 20_000;

export function AirPicture() {
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (target.current === null) return undefined;
    const made = new Chart(target.current, options(), pick, (value) => (metresPerPixel.value = value));
    chart.value = made;
    void loadBase(made);
    const stops = [effect(() => drawAir(made)), effect(() => drawGround(made)), effect(() => drawShots(made)), effect(() => recolour(made))];
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(target.current);
    return () => {
      observer.disconnect();
      for (const stop of stops) stop();
      made.destroy();
      chart.value = undefined;
    };
  }, []);
  return (
    <div class="chart">
      <div class="chart-map" ref={target} role="application" aria-label={t('map.label')} tabIndex={0} />
      <ScaleLine />
      <div class="chart-tools">
        <label class="unseen" for="map-search">
          {t('map.search')}
        </label>
        <input id="map-search" type="search" placeholder={t('map.search')} value={search.value} onInput={(event) => find(event.currentTarget.value)} />
        <button type="button" aria-pressed={onlyThreats.value} onClick={() => (onlyThreats.value = !onlyThreats.value)}>
          {t('map.threats')}
        </button>
        <button type="button" aria-pressed={labels.value} onClick={() => (labels.value = !labels.value)}>
          {t('map.labels')}
        </button>
        <button type="button" aria-label={t('map.closer')} onClick={() => zoom(1)}>
          +
        </button>
        <button type="button" aria-label={t('map.farther')} onClick={() => zoom(-1)}>
          −
        </button>
        <button type="button" onClick={showAll}>
          {t('map.all')}
        </button>
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

function pick({ track, unit }: Picked): void {
  selectedTrack.value = track ?? null;
  selectedUnit.value = unit ?? null;
}

function find(text: string): void {
  search.value = text;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return;
  const found = [...tracks.keys()].find((id) => id.toLowerCase().includes(wanted));
  if (found !== undefined) showTrack(found);
}

function options() {
  return { context: context(), palette: readPalette(), selected: new Set<string>(), labels: labels.value, uncertainty: true };
}

const context = (): Context => (health.value?.mode === 'sim' ? 'exercise' : health.value?.mode === 'replay' ? 'simulation' : 'reality');

async function loadBase(made: Chart): Promise<void> {
  const name = document.querySelector<HTMLMetaElement>('meta[name="basemap"]')?.content ?? '';
  const response = await fetch(name).catch(() => undefined);
  const read = validate(basemapDocument, response?.ok === true ? await response.json() : undefined);
  if (read.ok) made.setBase(read.value);
}

function figure(track: Track): Figure {
  if (track.civil) return 'civil';
  if (track.crew !== 'uncrewed') return 'crewed';
  let best: Figure = 'object';
  let most = 0;
  for (const [name, share] of Object.entries(track.class_probabilities)) {
    if (share > most) [best, most] = [name as Figure, share];
  }
  return best;
}

function drawAir(made: Chart): void {
  trackVersion.value;
  const now = nowMs.peek();
  const marks: Mark[] = [];
  for (const track of tracks.values()) {
    if (onlyThreats.value && !threatening(track)) continue;
    marks.push({
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
    });
  }
  made.air.options.context = context();
  made.air.options.labels = labels.value;
  made.air.options.selected = new Set(selectedTrack.value === null ? [] : [selectedTrack.value]);
  made.air.show(marks);
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
  made.ground.showZones(
    (measures.value?.zones ?? []).flatMap((zone) =>
      zone.polygon === null ? [] : [{ id: zone.id, ring: zone.polygon.map((corner) => [corner.longitude_deg, corner.latitude_deg] as const) }],
    ),
    colours,
  );
}

function drawShots(made: Chart): void {
  const marks = shotMarks(plan.value, deciding.value, fireUnits.value, tracks);
  made.ground.showShots(marks, made.air.options.palette, new Set(selectedTrack.value === null ? [] : [selectedTrack.value]));
}

function recolour(made: Chart): void {
  palette.value;
  // The style sheet follows the attribute that another effect sets.
  queueMicrotask(() => {
    made.air.options.palette = readPalette();
    made.compose();
    drawGround(made);
    drawShots(made);
  });
}

