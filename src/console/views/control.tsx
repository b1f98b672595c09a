/** Control measures: weapons status, reserves, zones, identities that people declare. */
import { useState } from 'preact/hooks';
import { ask, anything, type Problem } from '../api/client';
import { controlInForce } from '../api/records';
import type { Measures, Track } from '../api/picture';
import { t, tCode } from '../i18n/index';
import { HoldButton } from '../parts/holdButton';
import { said } from '../parts/problem';
import { Countdown, Empty, Name } from '../parts/text';
import { deskName, interceptorTypes, measures, tracks, trackVersion, canDecide } from '../state/desk';
import { selectedTrack } from '../state/queue';
import { Zones } from './zones';

type Status = Measures['weapons_control'];
const STATUSES: readonly Status[] = ['hold', 'tight', 'free'];
const STRICTNESS: Readonly<Record<Status, number>> = { free: 0, tight: 1, hold: 2 };

const path = (rest: string): string => `/desks/${encodeURIComponent(deskName.value)}${rest}`;

/** Put changed measures in the place of those that are in force, unless somebody else did. */
export async function change(edit: (now: Measures) => Measures, confirmedBy?: string): Promise<Problem | null> {
  const now = await ask(path('/control'), controlInForce);
  if (!now.ok) return now.error;
  const { forbidden: _, ...rest } = edit(now.value.control);
  const answer = await ask(path('/control'), anything, {
    method: 'PUT',
    headers: { 'If-Match': now.etag ?? '*' },
    body: stated({ ...rest, ...(confirmedBy === undefined ? {} : { confirmed_by: confirmedBy }) }),
  });
  return answer.ok ? null : answer.error;
}

/** The same document without what says nothing, and with times as texts. */
function stated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([key, each]) => [key, /^(active_from|active_until)$/.test(key) && typeof each === 'number' ? new Date(each).toISOString() : stated(each)]),
  );
}

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
  const [second, setSecond] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = (status: Status): void => {
    void change((held) => ({ ...held, weapons_control: status }), second === '' ? undefined : second).then((found) => {
      setProblem(found);
      if (found === null) setWanted(null);
    });
  };
  const widening = wanted !== null && STRICTNESS[wanted] < STRICTNESS[now.weapons_control];
  return (
    <fieldset>
      <legend>{t('control.status')}</legend>
      <p class={`wcs wcs-${now.weapons_control}`}>{tCode('wcs', now.weapons_control)}</p>
      <div class="row">
        {STATUSES.map((status) => (
          <button type="button" key={status} aria-pressed={(wanted ?? now.weapons_control) === status} disabled={status === now.weapons_control} onClick={() => setWanted(status)}>
            {tCode('wcs', status)}
          </button>
        ))}
      </div>
      {wanted !== null && (
        <div class="confirm-box">
          <p>{t(widening ? 'control.widen' : 'control.tighten')}</p>
          {widening && (
            <>
              <label for="wcs-second">{t('control.second')}</label>
              <input id="wcs-second" value={second} onInput={(event) => setSecond(event.currentTarget.value)} />
            </>
          )}
          <HoldButton onDone={() => set(wanted)} hint={t('review.hold.hint')}>
            {tCode('wcs', wanted)}: {t('review.hold')}
          </HoldButton>
        </div>
      )}
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
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

function Reserves({ now }: { readonly now: Measures }) {
  const [type, setType] = useState('');
  const [rounds, setRounds] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const types = interceptorTypes.value.filter(({ kind }) => kind !== 'electronic_warfare');
  const apply = (edit: (held: Measures) => Measures): void => void change(edit).then(setProblem);
  return (
    <fieldset>
      <legend>{t('control.reserves')}</legend>
      {now.reserves.length === 0 && <p class="quiet">{t('control.no_reserve')}</p>}
      <ul>
        {now.reserves.map((each) => (
          <li key={`${each.interceptor_type} ${each.fire_unit ?? ''}`} class="spread">
            <span>
              {tCode('type', each.interceptor_type)}: {each.rounds} · {each.fire_unit === null ? t('control.each_unit') : <Name text={each.fire_unit} />}
            </span>
            <button type="button" onClick={() => apply((held) => ({ ...held, reserves: held.reserves.filter((one) => one.interceptor_type !== each.interceptor_type || one.fire_unit !== each.fire_unit) }))}>
              {t('control.lift')}
            </button>
          </li>
        ))}
      </ul>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          apply((held) => ({
            ...held,
            reserves: [...held.reserves.filter((one) => one.interceptor_type !== type || one.fire_unit !== null), { interceptor_type: type, rounds: Number(rounds), fire_unit: null }],
          }));
        }}
      >
        <label class="unseen" for="reserve-type">
          {t('mag.type')}
        </label>
        <select id="reserve-type" required value={type} onChange={(event) => setType(event.currentTarget.value)}>
          <option value="">{t('mag.type')}</option>
          {types.map(({ id }) => (
            <option key={id} value={id}>
              {tCode('type', id)}
            </option>
          ))}
        </select>
        <label class="unseen" for="reserve-rounds">
          {t('control.rounds')}
        </label>
        <input id="reserve-rounds" type="number" min="0" max="100000" required value={rounds} placeholder={t('control.rounds')} onInput={(event) => setRounds(event.currentTarget.value)} />
        <button type="submit">{t('control.set')}</button>
      </form>
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
    </fieldset>
  );
}

function Forbidden({ now }: { readonly now: Measures }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  if (now.forbidden.length === 0) return null;
  return (
    <fieldset>
      <legend>{t('control.forbidden')}</legend>
      <ul>
        {now.forbidden.map((each) => (
          <li key={`${each.track} ${each.fire_unit ?? ''} ${each.interceptor_type ?? ''}`} class="spread">
            <span>
              <Name text={each.track} /> {each.fire_unit === null ? t('control.hold_fire') : <>✗ <Name text={each.fire_unit} /></>}
            </span>
            <HoldButton
              hint={t('review.hold.hint')}
              onDone={() =>
                void ask(path('/releases'), anything, {
                  method: 'POST',
                  headers: { 'Idempotency-Key': crypto.randomUUID() },
                  body: stated(each),
                }).then((answer) => setProblem(answer.ok ? null : answer.error))
              }
            >
              {t('control.release')}
            </HoldButton>
          </li>
        ))}
      </ul>
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
    </fieldset>
  );
}

const IDENTITIES: readonly Track['identity'][] = ['hostile', 'suspect', 'unknown', 'neutral', 'assumed_friend', 'friend'];
const VALID_MIN = 30;

function Identification() {
  trackVersion.value;
  const open = [...tracks.values()].filter(({ refusal }) => refusal !== null && /^(identify_|no_identification|identification_expired)/.test(refusal));
  const id = selectedTrack.value ?? open[0]?.id ?? null;
  const track = id === null ? undefined : tracks.get(id);
  return (
    <fieldset>
      <legend>{t('ident.title', { count: open.length })}</legend>
      <label for="ident-track">{t('leak.track')}</label>
      <select id="ident-track" value={id ?? ''} onChange={(event) => (selectedTrack.value = event.currentTarget.value)}>
        {track !== undefined && !open.includes(track) && <option value={track.id}>{track.id}</option>}
        {open.slice(0, 300).map((each) => (
          <option key={each.id} value={each.id}>
            {each.id} · {tCode('identity', each.identity)}
          </option>
        ))}
      </select>
      {track === undefined ? <Empty>{t('ident.empty')}</Empty> : <Declare key={track.id} track={track} />}
    </fieldset>
  );
}

function Declare({ track }: { readonly track: Track }) {
  const [identity, setIdentity] = useState<Track['identity']>(track.identity);
  const [method, setMethod] = useState('positive');
  const [evidence, setEvidence] = useState('');
  const [said_, setSaid] = useState<{ problem: Problem | null; done: boolean }>({ problem: null, done: false });
  const declare = (): void => {
    void ask(path(`/tracks/${encodeURIComponent(track.id)}/identification`), anything, {
      method: 'POST',
      headers: { 'Idempotency-Key': crypto.randomUUID() },
      body: { identity, method, evidence, expires: new Date(Date.now() + VALID_MIN * 60_000).toISOString() },
    }).then((answer) => setSaid({ problem: answer.ok ? null : answer.error, done: answer.ok }));
  };
  return (
    <>
      <p>
        <Name text={track.id} />: {tCode('identity', track.identity)} · {tCode('crew', track.crew)}
        {track.civil && ` · ${t('ident.civil')}`}
        {track.identification !== null && (
          <>
            {' '}
            · {track.identification.authority} · {t('ident.until')} <Countdown at={track.identification.expires} />
          </>
        )}
      </p>
      <div class="row">
        <label class="unseen" for="ident-identity">
          {t('ident.identity')}
        </label>
        <select id="ident-identity" value={identity} onChange={(event) => setIdentity(event.currentTarget.value as Track['identity'])}>
          {IDENTITIES.map((each) => (
            <option key={each} value={each}>
              {tCode('identity', each)}
            </option>
          ))}
        </select>
        <label class="unseen" for="ident-method">
          {t('ident.method')}
        </label>
        <select id="ident-method" value={method} onChange={(event) => setMethod(event.currentTarget.value)}>
          {(['positive', 'procedural'] as const).map((each) => (
            <option key={each} value={each}>
              {tCode('method', each)}
            </option>
          ))}
        </select>
      </div>
      <label for="ident-evidence">{t('ident.evidence')}</label>
      <input id="ident-evidence" maxLength={200} value={evidence} onInput={(event) => setEvidence(event.currentTarget.value)} />
      <HoldButton onDone={declare} disabled={evidence.trim() === '' || !canDecide.value} hint={t('review.hold.hint')}>
        {t('ident.declare')}
      </HoldButton>
      {said_.done && <p class="good" role="status">{t('ident.done')}</p>}
      {said_.problem !== null && (
        <p class="alarm" role="alert">
          {said(said_.problem)}
        </p>
      )}
    </>
  );
}

