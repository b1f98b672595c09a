/** No-engagement zones: those in force, and new ones as a circle round a place. */
import { useState } from 'preact/hooks';
import type { Problem } from '../api/client';
import { ask, anything } from '../api/client';
import type { Measures, Zone } from '../api/picture';
import { clock, t, tCode } from '../i18n/index';
import { said } from '../parts/problem';
import { Name } from '../parts/text';
import { deskName } from '../state/desk';

const CORNERS = 24;
const EARTH_M = 6_371_000;
const RADIAN = Math.PI / 180;

const path = (id: string): string => `/desks/${encodeURIComponent(deskName.value)}/zones/${encodeURIComponent(id)}`;

export function Zones({ now }: { readonly now: Measures }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = (zone: Zone): void => {
    void ask(path(zone.id), anything, { method: 'DELETE', headers: { 'If-Match': '*' } }).then((answer) => setProblem(answer.ok ? null : answer.error));
  };
  return (
    <fieldset>
      <legend>{t('zone.title', { count: now.zones.length })}</legend>
      <ul>
        {now.zones.map((zone) => (
          <li key={zone.id} class="spread">
            <span>
              <Name text={zone.id} /> · {zone.floor_m}–{zone.ceiling_m} {t('unit.m')} · {zone.kinds.length === 0 ? t('control.every_kind') : zone.kinds.map((kind) => tCode('kind', kind)).join(', ')}
              {zone.active_until !== null && ` · ${t('zone.until')} ${clock(zone.active_until)}`}
            </span>
            <button type="button" onClick={() => remove(zone)}>
              {t('control.lift')}
            </button>
          </li>
        ))}
      </ul>
      <NewZone onDone={setProblem} />
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
    </fieldset>
  );
}

function NewZone({ onDone }: { readonly onDone: (problem: Problem | null) => void }) {
  const [id, setId] = useState('');
  const [lat, setLat] = useState('');
  const [lon, setLon] = useState('');
  const [km, setKm] = useState('10');
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        const polygon = circle(decimal(lat), decimal(lon), decimal(km) * 1000);
        void ask(path(id), anything, { method: 'PUT', headers: { 'If-Match': '*' }, body: { id, polygon } }).then((answer) => onDone(answer.ok ? null : answer.error));
      }}
    >
      <Field id="zone-id" name={t('zone.id')} value={id} onInput={setId} />
      <Field id="zone-lat" name={t('zone.lat')} value={lat} onInput={setLat} numeric />
      <Field id="zone-lon" name={t('zone.lon')} value={lon} onInput={setLon} numeric />
      <Field id="zone-km" name={t('zone.km')} value={km} onInput={setKm} numeric />
      <button type="submit">{t('zone.add')}</button>
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
