/** No-engagement zones: those in force, and new ones as a circle round a place. */
import { useState } from 'preact/hooks';
import { zone as zoneDocument, type Measures } from '../api/picture';
import { clock, number, t, tCode } from '../i18n/index';
import { validate } from '../lib/validate';
import { isPart, zoneAreas, type ZoneArea } from '../map/areas';
import { HoldButton } from '../parts/holdButton';
import { SaidOf, useRecorder, type Recorder } from '../parts/record';
import { Name } from '../parts/text';
import { deskName, nowMs } from '../state/desk';

const CORNERS = 24;
const EARTH_M = 6_371_000;
const RADIAN = Math.PI / 180;

export function Zones({ now }: { readonly now: Measures }) {
  const recorder = useRecorder(`${deskName.value} zones`);
  const lift = (name: string): void => void recorder.change((held) => ({ ...held, zones: held.zones.filter((zone) => !isPart(zone, name)) }));
  const areas = zoneAreas(now.zones, nowMs.value);
  return (
    <fieldset>
      <legend>{t('zone.title', { count: areas.length })}</legend>
      <ul>
        {areas.map((area) => (
          <li key={area.key} class="spread">
            <span>
              <Name text={area.name} /> · {described(area)}
            </span>
            {/* What it forbids is allowed without it: no slip of a finger may do that. */}
            <HoldButton tone="record" hint={t('review.hold.hint')} disabled={recorder.busy} onDone={() => lift(area.name)}>
              {t('control.lift')}
            </HoldButton>
          </li>
        ))}
      </ul>
      <NewZone recorder={recorder} />
      <SaidOf sending={recorder.sending} />
    </fieldset>
  );
}

/** Heights, kinds and times of a zone, in one line. */
function described({ zone, standing }: ZoneArea): string {
  const { floor_m: floor, ceiling_m: ceiling, kinds, active_from: from, active_until: until } = zone;
  return [
    `${number(floor)}–${number(ceiling)} ${t('unit.m')}`,
    kinds.length === 0 ? t('control.every_kind') : kinds.map((kind) => tCode('kind', kind)).join(', '),
    ...(standing === 'later' && from !== null ? [`${t('zone.from')} ${clock(from)}`] : []),
    ...(until === null ? [] : [`${t(standing === 'over' ? 'zone.over' : 'zone.until')} ${clock(until)}`]),
  ].join(' · ');
}

function NewZone({ recorder }: { readonly recorder: Recorder }) {
  const [id, setId] = useState('');
  const [lat, setLat] = useState('');
  const [lon, setLon] = useState('');
  const [km, setKm] = useState('10');
  const [out, setOut] = useState(false);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        const inRange = Math.abs(decimal(lat)) <= 90 && Math.abs(decimal(lon)) <= 180 && decimal(km) >= 0.1 && decimal(km) <= 1000;
        setOut(!inRange);
        if (!inRange) return;
        const added = validate(zoneDocument, { id, polygon: circle(decimal(lat), decimal(lon), decimal(km) * 1000) });
        if (!added.ok) return;
        // In the place of another one it would lift that one, and as its leg it would go with it.
        const name = id.replace(/\/[0-9]+$/, '');
        void recorder.change((held) => (held.zones.some((zone) => isPart(zone, name)) ? 'taken' : { ...held, zones: [...held.zones, added.value] }));
      }}
    >
      <Field id="zone-id" name={t('zone.id')} value={id} onInput={setId} />
      <Field id="zone-lat" name={t('zone.lat')} value={lat} onInput={setLat} numeric />
      <Field id="zone-lon" name={t('zone.lon')} value={lon} onInput={setLon} numeric />
      <Field id="zone-km" name={t('zone.km')} value={km} onInput={setKm} numeric />
      <button type="submit" disabled={recorder.busy}>
        {t('zone.add')}
      </button>
      {out && (
        <p class="alarm" role="alert">
          {t('zone.range')}
        </p>
      )}
    </form>
  );
}

interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly numeric?: boolean;
  readonly onInput: (value: string) => void;
}

function Field({ id, name, value, numeric = false, onInput }: FieldProps) {
  return (
    <span>
      <label for={id}>{name}</label>
      <input id={id} class="short" inputMode={numeric ? 'decimal' : 'text'} pattern={numeric ? '-?[0-9]+([.,][0-9]+)?' : '.+'} required value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </span>
  );
}

/** A number as people write it, with a point or a comma. */
const decimal = (text: string): number => Number(text.replace(',', '.'));

/** Corners of a circle on the ground. */
export function circle(latitudeDeg: number, longitudeDeg: number, radiusM: number): { latitude_deg: number; longitude_deg: number }[] {
  const reach = radiusM / EARTH_M / RADIAN;
  return Array.from({ length: CORNERS }, (_, index) => {
    const angle = (2 * Math.PI * index) / CORNERS;
    return {
      latitude_deg: latitudeDeg + reach * Math.cos(angle),
      longitude_deg: longitudeDeg + (reach * Math.sin(angle)) / Math.cos(latitudeDeg * RADIAN),
    };
  });
}
