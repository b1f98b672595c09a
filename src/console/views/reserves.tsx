/** The commander's minimum reserve, by type: set, shown, lifted. */
import { useState } from 'preact/hooks';
import type { Problem } from '../api/client';
import type { Measures } from '../api/picture';
import { t, tCode } from '../i18n/index';
import { said } from '../parts/problem';
import { Name } from '../parts/text';
import { interceptorTypes } from '../state/desk';
import { change } from '../state/measures';

export function Reserves({ now }: { readonly now: Measures }) {
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
