/** The magazine and readiness board: what is there, what it is worth, what is left. */
import { useState } from 'preact/hooks';
import type { FireUnit } from '../api/picture';
import { hasRounds, magazines, type Magazine } from '../api/records';
import { countdown, money, number, t, tCode } from '../i18n/index';
import { useAsked } from '../parts/asked';
import { said } from '../parts/problem';
import { Name } from '../parts/text';
import { deskName, fireUnits, health, nowMs } from '../state/desk';
import { selectedUnit } from '../state/queue';
import { may } from '../state/session';
import { UnitReport } from './unitReport';

const EVERY_MS = 3_000;
const NONE = '–';

export function MagazinesView() {
  const { value, problem, again } = useAsked(`/desks/${deskName.value}/magazines`, magazines, EVERY_MS);
  const list = value?.magazines ?? [];
  return (
    <section class="page">
      <h1>{t('nav.magazines')}</h1>
      {problem !== null && <p class="alarm">{said(problem)}</p>}
      <Types list={list} />
      <Units list={list} onRecorded={again} />
    </section>
  );
}

/** Sums by interceptor type, the scarcest first. */
function Types({ list }: { readonly list: readonly Magazine[] }) {
  const types = [...new Set(list.map(({ interceptor_type }) => interceptor_type))].map((type) => {
    const of = list.filter((each) => each.interceptor_type === type);
    const sum = (key: 'available' | 'reserved' | 'expended' | 'min_reserve'): number => of.reduce((total, each) => total + each[key], 0);
    const after = of.every((each) => each.after_plan === null) ? null : of.reduce((total, each) => total + (each.after_plan ?? 0), 0);
    const prices = of.flatMap(({ price_meur }) => (price_meur === null ? [] : [price_meur]));
    return { type, counted: of.some(hasRounds), available: sum('available'), reserved: sum('reserved'), expended: sum('expended'), reserve: sum('min_reserve'), after, price: prices.length === 0 ? null : Math.max(...prices), cost: of[0]?.cost_meur ?? 0 };
  });
  return (
    <table>
      <caption>{t('mag.by_type')}</caption>
      <thead>
        <tr>
          <th>{t('mag.type')}</th>
          <th class="number">{t('mag.available')}</th>
          <th class="number">{t('mag.reserved')}</th>
          <th class="number">{t('mag.after')}</th>
          <th class="number">{t('mag.reserve')}</th>
          <th class="number">{t('mag.expended')}</th>
          <th class="number">{t('mag.price')}</th>
          <th class="number">{t('mag.cost')}</th>
          <th>{t('mag.stock')}</th>
        </tr>
      </thead>
      <tbody>
        {types
          .sort((a, b) => (b.price ?? 0) - (a.price ?? 0))
          .map((each) => (
            <tr key={each.type}>
              <td>{tCode('type', each.type)}</td>
              <td class="number">{each.counted ? number(each.available) : NONE}</td>
              <td class="number">{each.counted ? number(each.reserved) : NONE}</td>
              <td class="number">{each.after === null || !each.counted ? NONE : number(each.after)}</td>
              <td class="number">{each.counted ? number(each.reserve) : NONE}</td>
              <td class="number">{each.counted ? number(each.expended) : NONE}</td>
              <td class="number">{each.price === null ? NONE : money(each.price)}</td>
              <td class="number">{money(each.cost)}</td>
              <td>
                {each.counted ? <StockBar available={each.available} reserved={each.reserved} expended={each.expended} /> : <span class="quiet">{t('mag.no_rounds')}</span>}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** Left, bound and gone as parts of one bar; the numbers stand beside it. */
export function StockBar({ available, reserved, expended }: { readonly available: number; readonly reserved: number; readonly expended: number }) {
  const total = Math.max(1, available + reserved + expended);
  return (
    <svg class="stock-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="stock-free" x="0" y="0" height="10" width={(100 * available) / total} />
      <rect class="stock-bound" x={(100 * available) / total} y="0" height="10" width={(100 * reserved) / total} />
      <rect class="stock-gone" x={(100 * (available + reserved)) / total} y="0" height="10" width={(100 * expended) / total} />
    </svg>
  );
}

function Units({ list, onRecorded }: { readonly list: readonly Magazine[]; readonly onRecorded: () => void }) {
  const units = new Map(fireUnits.value.map((unit) => [unit.id, unit]));
  const mayRecord = health.value?.mode !== 'replay' && (may('readiness', deskName.value) || may('stock', deskName.value));
  return (
    <table>
      <caption>{t('mag.by_unit')}</caption>
      <thead>
        <tr>
          <th>{t('mag.unit')}</th>
          <th>{t('mag.type')}</th>
          <th class="number">{t('mag.channels')}</th>
          <th class="number">{t('mag.ready')}</th>
          <th class="number">{t('mag.stored')}</th>
          <th class="number">{t('mag.reserved')}</th>
          <th class="number">{t('mag.after')}</th>
          <th class="number">{t('mag.price')}</th>
          {mayRecord && <th />}
        </tr>
      </thead>
      <tbody>
        {list.map((each) => (
          <UnitRow key={`${each.fire_unit} ${each.interceptor_type}`} each={each} unit={units.get(each.fire_unit)} mayRecord={mayRecord} onRecorded={onRecorded} />
        ))}
      </tbody>
    </table>
  );
}

interface UnitRowProps {
  readonly each: Magazine;
  readonly unit: FireUnit | undefined;
  readonly mayRecord: boolean;
  readonly onRecorded: () => void;
}

function UnitRow({ each, unit, mayRecord, onRecorded }: UnitRowProps) {
  const [open, setOpen] = useState(false);
  const counted = hasRounds(each);
  const spent = counted && each.available === 0;
  return (
    <>
      <tr class={spent ? 'spent' : ''}>
        <td>
          <button type="button" class="plain" onClick={() => (selectedUnit.value = each.fire_unit)}>
            <Name text={each.fire_unit} longest={32} />
          </button>
          {unit !== undefined && <Readiness unit={unit} />}
          {spent && <em class="mark warn">{t('mag.empty')}</em>}
        </td>
        <td>{tCode('type', each.interceptor_type)}</td>
        <td class="number">{unit?.channels ?? NONE}</td>
        <td class="number">{counted ? each.rounds_ready : NONE}</td>
        <td class="number">{counted ? each.rounds_stored : NONE}</td>
        <td class="number">{counted ? each.reserved : NONE}</td>
        <td class="number">{counted ? (each.after_plan ?? NONE) : NONE}</td>
        <td class="number">{each.price_meur === null ? NONE : money(each.price_meur)}</td>
        {mayRecord && (
          <td>
            <button type="button" class="unbroken" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('record.open')}
            </button>
          </td>
        )}
      </tr>
      {open && unit !== undefined && (
        <tr>
          <td colSpan={9}>
            <UnitReport magazine={each} unit={unit} onRecorded={onRecorded} />
          </td>
        </tr>
      )}
    </>
  );
}

function Readiness({ unit }: { readonly unit: FireUnit }) {
  const left = unit.ready_at === null ? 0 : (unit.ready_at - nowMs.value) / 1000;
  if (unit.channels === 0) return <em class="mark warn">{t('unit.out')}</em>;
  return left <= 0 ? null : <em class="mark warn">{t('unit.ready_in', { time: countdown(left) })}</em>;
}
