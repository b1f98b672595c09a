/** What if: the plan under changed conditions, beside the one under those that hold. */
import { useState } from 'preact/hooks';
import { ask, type Problem } from '../api/client';
import { compared, type Compared, type Figures } from '../api/records';
import { clock, money, percent, t, tCode, type Key } from '../i18n/index';
import { inert } from '../lib/inert';
import { said } from '../parts/problem';
import { Name } from '../parts/text';
import { deskName, fireUnits, interceptorTypes } from '../state/desk';
import { TrackLink } from './leakers';

type Status = '' | 'hold' | 'tight' | 'free';

export function WhatIfView() {
  const [lost, setLost] = useState<readonly string[]>([]);
  const [status, setStatus] = useState<Status>('');
  const [added, setAdded] = useState({ unit: '', type: '', rounds: '' });
  const [held, setHeld] = useState('');
  const [answer, setAnswer] = useState<Compared | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const run = (): void => {
    setBusy(true);
    const body = {
      ...(lost.length === 0 ? {} : { lost_units: lost }),
      ...(status === '' ? {} : { weapons_control: status }),
      ...(held.trim() === '' ? {} : { forbids: [{ track: held.trim() }] }),
      ...(added.rounds === '' ? {} : { added_rounds: [{ fire_unit: added.unit, interceptor_type: added.type, rounds: Number(added.rounds) }] }),
    };
    void ask(`/desks/${encodeURIComponent(deskName.value)}/what-if`, compared, { method: 'POST', body, withinMs: 15_000 }).then((read) => {
      setBusy(false);
      setProblem(read.ok ? null : read.error);
      setAnswer(read.ok ? read.value : null);
    });
  };
  return (
    <section class="page">
      <h1>{t('nav.whatif')}</h1>
      <p class="quiet">{t('whatif.note')}</p>
      <form
        class="whatif-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) run();
        }}
      >
        <div>
          <label for="whatif-lost">{t('whatif.lost')}</label>
          <select id="whatif-lost" multiple size={5} onChange={(event) => setLost([...event.currentTarget.selectedOptions].map(({ value }) => value))}>
            {fireUnits.value.map(({ id }) => (
              <option key={id} value={id}>
                {inert(id)}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label for="whatif-status">{t('control.status')}</label>
          <select id="whatif-status" value={status} onChange={(event) => setStatus(event.currentTarget.value as Status)}>
            <option value="">{t('whatif.as_is')}</option>
            {(['hold', 'tight', 'free'] as const).map((each) => (
              <option key={each} value={each}>
                {tCode('wcs', each)}
              </option>
            ))}
          </select>
          <label for="whatif-hold">{t('whatif.hold')}</label>
          <input id="whatif-hold" value={held} onInput={(event) => setHeld(event.currentTarget.value)} />
        </div>
        <div>
          <label for="whatif-unit">{t('whatif.rounds')}</label>
          <select id="whatif-unit" value={added.unit} onChange={(event) => setAdded({ ...added, unit: event.currentTarget.value })}>
            <option value="">–</option>
            {fireUnits.value.map(({ id }) => (
              <option key={id} value={id}>
                {inert(id)}
              </option>
            ))}
          </select>
          <label for="whatif-type">
            {t('mag.type')}
          </label>
          <select id="whatif-type" value={added.type} onChange={(event) => setAdded({ ...added, type: event.currentTarget.value })}>
            <option value="">–</option>
            {interceptorTypes.value.map(({ id }) => (
              <option key={id} value={id}>
                {tCode('type', id)}
              </option>
            ))}
          </select>
          <label for="whatif-count">
            {t('whatif.count')}
          </label>
          <input id="whatif-count" type="number" min="1" value={added.rounds} onInput={(event) => setAdded({ ...added, rounds: event.currentTarget.value })} />
        </div>
        <button type="submit" class="primary" aria-disabled={busy}>
          {busy ? '…' : t('whatif.run')}
        </button>
      </form>
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
      {answer !== null && <Comparison answer={answer} />}
    </section>
  );
}

const ROWS: readonly (readonly [Key, (each: Figures) => string])[] = [
  ['plan.value', (each) => money(each.value)],
  ['sum.leak', (each) => money(each.expected_leak_meur)],
  ['whatif.bound', (each) => money(each.bound)],
  ['plan.gap', (each) => percent(each.gap, 1)],
  ['whatif.firm', (each) => String(each.firm)],
  ['nav.leakers', (each) => String(each.not_engaged)],
  ['whatif.committed', (each) => Object.entries(each.rounds_committed).map(([type, rounds]) => `${tCode('type', type)} ${rounds}`).join(', ') || '–'],
];

/** Whether the best plans differ for certain: each lies between its bound and what was found. */
function isProven({ before, after }: Compared): boolean {
  return after.bound > before.value || before.bound > after.value;
}

/** Two plans side by side, then each track that they treat otherwise. */
export function Comparison({ answer }: { readonly answer: Compared }) {
  const worse = answer.value_change_meur > 0;
  const proven = isProven(answer);
  return (
    <div role="status">
      {!proven && <p class="big">{t('whatif.unproven')}</p>}
      <p class={proven ? `big ${worse ? 'warn' : 'good'}` : 'quiet'}>
        {t(worse ? 'whatif.worse' : 'whatif.better', { money: money(Math.abs(answer.value_change_meur)) })}
      </p>
      <table class="compare">
        <thead>
          <tr>
            <th />
            <th>{t('whatif.before')}</th>
            <th>{t('whatif.after')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([name, of]) => (
            <tr key={name}>
              <th scope="row">{t(name)}</th>
              <td>{of(answer.before)}</td>
              <td>{of(answer.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>{t('whatif.differences', { count: answer.differences.length })}</caption>
        <tbody>
          {answer.differences.slice(0, 100).map((each) => (
            <tr key={each.track}>
              <td>
                <TrackLink id={each.track} />
              </td>
              <td>{tCode('change', each.change)}</td>
              <td>
                {[...each.before.map((shot) => ['−', shot] as const), ...each.after.map((shot) => ['+', shot] as const)].map(([sign, shot]) => (
                  <div key={`${sign} ${shot.fire_unit} ${shot.launch}`}>
                    {sign} <Name text={shot.fire_unit} /> {tCode('type', shot.interceptor_type)} × {shot.salvo_size} {clock(shot.launch)}
                  </div>
                ))}
                {each.reason !== null && tCode('reason', each.reason)}
              </td>
              <td class="number">{money(each.leak_change_meur)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
