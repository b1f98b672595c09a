/** Training: a shipped scenario in a journal of its own, and how it went. */
import { useState } from 'preact/hooks';
import { ask, anything, type Problem } from '../api/client';
import { running, scenarios, summary } from '../api/records';
import { money, percent, t } from '../i18n/index';
import { useAsked } from '../parts/asked';
import { said } from '../parts/problem';
import { titleOf } from '../parts/scenario';
import { inert } from '../lib/inert';
import { nullable } from '../lib/validate';
import { deskName } from '../state/desk';
import { follow, SPEEDS, Transport } from './replay';

const EVERY_MS = 1_000;

export function TrainingView() {
  const list = useAsked('/scenarios', scenarios, 60_000);
  const now = useAsked('/exercises/current', nullable(running), EVERY_MS);
  const [seed, setSeed] = useState('1');
  const [speed, setSpeed] = useState('5');
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = (scenario: string): void => {
    void ask('/exercises', anything, { method: 'POST', body: { scenario, seed: Number(seed), speed: Number(speed) }, withinMs: 30_000 }).then((answer) => {
      setProblem(answer.ok ? null : answer.error);
      if (answer.ok) follow('sim');
      now.again();
    });
  };
  return (
    <section class="page">
      <h1>{t('nav.training')}</h1>
      <p class="quiet">{t('train.note')}</p>
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
      {now.value !== null && (
        <>
          <Transport now={now.value} base="/exercises/current" onProblem={setProblem} onChange={now.again} />
          {deskName.value === now.value.desk && <Marks desk={now.value.desk} />}
        </>
      )}
      {now.value !== null && <p class="quiet">{t('run.one')}</p>}
      <div class="row">
        <label for="train-seed">{t('train.seed')}</label>
        <input id="train-seed" class="short" type="number" min="0" value={seed} onInput={(event) => setSeed(event.currentTarget.value)} />
        <label for="train-speed">{t('train.speed')}</label>
        <select id="train-speed" value={speed} onChange={(event) => setSpeed(event.currentTarget.value)}>
          {SPEEDS.map((each) => (
            <option key={each} value={String(each)}>
              ×{each}
            </option>
          ))}
        </select>
      </div>
      <table>
        <caption>{t('train.scenarios')}</caption>
        <tbody>
          {(list.value?.scenarios ?? []).map((each) => (
            <tr key={each.name}>
              <td title={inert(each.name)}>{titleOf(each.name, each.title)}</td>
              <td class="number">{t('train.minutes', { count: Math.round(each.duration_s / 60) })}</td>
              <td>
                <button type="button" disabled={now.value !== null} onClick={() => start(each.name)}>
                  {t('train.start')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How it stands against the bound of the plan that is shown. */
function Marks({ desk }: { readonly desk: string }) {
  const { value } = useAsked(`/desks/${desk}/summary`, summary, 3_000);
  const outlook = value?.outlook ?? null;
  if (outlook === null) return null;
  return (
    <p role="status">
      {t('train.marks', { value: money(outlook.value), bound: money(outlook.bound), share: percent(outlook.averted_share) })}
    </p>
  );
}
