/** Control measures: weapons status, reserves, zones, identities that people declare. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { widenings } from '../api/records';
import type { Measures } from '../api/picture';
import { t, tCode } from '../i18n/index';
import { useAsked } from '../parts/asked';
import { HoldButton } from '../parts/holdButton';
import { SaidOf, useForgetting, useRecorder } from '../parts/record';
import { Empty, Name } from '../parts/text';
import { deskName, measures } from '../state/desk';
import { stated } from '../state/measures';
import { lookedAway, waits } from '../state/records';
import { session } from '../state/session';
import { Identification } from './identification';
import { Reserves } from './reserves';
import { Zones } from './zones';

type Status = Measures['weapons_control'];
const STATUSES: readonly Status[] = ['hold', 'tight', 'free'];
const STRICTNESS: Readonly<Record<Status, number>> = { free: 0, tight: 1, hold: 2 };

const path = (rest: string): string => `/desks/${encodeURIComponent(deskName.value)}${rest}`;

export function ControlView() {
  const now = measures.value;
  return (
    <section class="page">
      <h1>{t('nav.control')}</h1>
      {now === null ? (
        <Empty>{t('control.none')}</Empty>
      ) : (
        <div class="columns">
          <div>
            <WeaponsControl now={now} />
            <Widenings />
            <Orders now={now} />
            <Reserves now={now} />
            <Forbidden now={now} />
          </div>
          <div>
            <Identification />
            <Zones now={now} />
          </div>
        </div>
      )}
    </section>
  );
}

function WeaponsControl({ now }: { readonly now: Measures }) {
  const [wanted, setWanted] = useState<Status | null>(null);
  const place = `${deskName.value} weapons control`;
  const { sending, busy, change } = useRecorder(place);
  const inForce = useRef<HTMLSpanElement>(null);
  const set = (status: Status): void => {
    void change((held) => ({ ...held, weapons_control: status })).then((entered) => {
      if (!entered) return;
      setWanted(null);
      inForce.current?.focus();
    });
  };
  const choose = (status: Status): void => {
    // What became of the last change is not said of the next one.
    lookedAway(place);
    setWanted(status);
  };
  const widening = wanted !== null && STRICTNESS[wanted] < STRICTNESS[now.weapons_control];
  return (
    <fieldset>
      <legend>{t('control.status')}</legend>
      <p class="in-force">
        {t('control.in_force')}{' '}
        <span class={`wcs wcs-${now.weapons_control}`} ref={inForce} tabIndex={-1}>
          {tCode('wcs', now.weapons_control)}
        </span>
      </p>
      <div class="row">
        {STATUSES.map((status) => (
          <button type="button" key={status} aria-pressed={(wanted ?? now.weapons_control) === status} disabled={status === now.weapons_control} onClick={() => choose(status)}>
            {tCode('wcs', status)}
          </button>
        ))}
      </div>
      {wanted !== null && (
        <div class="confirm-box">
          <p>{t(widening ? 'control.widen' : 'control.tighten')}</p>
          <HoldButton key={wanted} first disabled={busy} onDone={() => set(wanted)} hint={t('review.hold.hint')}>
            {tCode('wcs', wanted)}: {t('review.hold')}
          </HoldButton>
        </div>
      )}
      <SaidOf sending={sending} />
    </fieldset>
  );
}

/** Measures that permit more and wait for a second person's own request. */
function Widenings() {
  const { value, again } = useAsked(path('/control/widenings'), widenings, 3_000);
  const list = value?.widenings ?? [];
  const { sending, busy, send } = useRecorder(path('/control/widenings'));
  // What was signed goes from the list and must be read first; only another one that waits is news.
  const met = useRef(new Set<string>());
  for (const { id } of list) met.current.add(id);
  useForgetting(path('/control/widenings'), String(met.current.size));
  useEffect(() => {
    if (value !== null) waits(path('/'), new Set(list.map(({ id }) => id)));
  }, [value]);
  if (list.length === 0 && sending.at === 'idle') return null;
  const sign = (id: string): void => void send(path(`/control/widenings/${encodeURIComponent(id)}/confirmation`), {}).then(again);
  return (
    <fieldset>
      <legend>{t('queue.waiting')}</legend>
      <ul>
        {list.map((each) => (
          <li key={each.id} class="spread">
            <span>
              {tCode('wcs', each.control.weapons_control)} · <Name text={each.asked.by} /> · {tCode('second', each.second.code)}
            </span>
            {session.value?.name !== each.asked.by && (
              <HoldButton hint={t('review.hold.hint')} disabled={busy} onDone={() => sign(each.id)}>
                {t('review.confirm_second')}
              </HoldButton>
            )}
          </li>
        ))}
      </ul>
      <SaidOf sending={sending} />
    </fieldset>
  );
}

function Orders({ now }: { readonly now: Measures }) {
  if (now.orders.length === 0) return null;
  return (
    <fieldset>
      <legend>{t('control.orders')}</legend>
      <ul>
        {now.orders.map((order, index) => (
          <li key={index}>
            {tCode('wcs', order.status)} · {order.kind === null ? t('control.every_kind') : tCode('kind', order.kind)} · {order.polygon === null ? t('control.everywhere') : t('control.in_area', { count: order.polygon.length })}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function Forbidden({ now }: { readonly now: Measures }) {
  const { sending, busy, send } = useRecorder(path('/releases'));
  useForgetting(path('/releases'), JSON.stringify(now.forbidden));
  if (now.forbidden.length === 0 && sending.at === 'idle') return null;
  return (
    <fieldset>
      <legend>{t('control.forbidden')}</legend>
      <ul>
        {now.forbidden.map((each) => (
          <li key={`${each.track} ${each.fire_unit ?? ''} ${each.interceptor_type ?? ''}`} class="spread">
            <span>
              <Name text={each.track} /> {each.fire_unit === null ? t('control.hold_fire') : <>✗ <Name text={each.fire_unit} /></>}
            </span>
            <HoldButton hint={t('review.hold.hint')} disabled={busy} onDone={() => void send(path('/releases'), stated(each))}>
              {t('control.release')}
            </HoldButton>
          </li>
        ))}
      </ul>
      <SaidOf sending={sending} />
    </fieldset>
  );
}
