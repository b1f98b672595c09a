/** The commander's minimum reserve, by type: set, shown, lifted. */
import { useState } from 'preact/hooks';
import type { Measures } from '../api/picture';
import { t, tCode } from '../i18n/index';
import { HoldButton } from '../parts/holdButton';
import { SaidOf, useRecorder } from '../parts/record';
import { Name } from '../parts/text';
import { deciding, deskName, fireUnits, interceptorTypes } from '../state/desk';
import { silencedBy } from '../state/reserve';

type Reserve = Measures['reserves'][number];

const isSame = (one: Reserve, other: Reserve): boolean => one.interceptor_type === other.interceptor_type && one.fire_unit === other.fire_unit;

/** Whom a reserve for every unit would silence: always there, so that it is read out when it is told. */
function Silences({ reserve, now }: { readonly reserve: Reserve | null; readonly now: Measures }) {
  const { silenced, having } = reserve === null ? { silenced: 0, having: 0 } : silencedBy(reserve, now.reserves, fireUnits.value, deciding.value?.engagements ?? []);
  return (
    <p class="warn" role="status">
      {silenced > 0 && t('control.silences', { count: silenced, having })}
    </p>
  );
}

export function Reserves({ now }: { readonly now: Measures }) {
  const [type, setType] = useState('');
  const [rounds, setRounds] = useState('');
  const { sending, busy, change } = useRecorder(`${deskName.value} reserves`);
  const types = interceptorTypes.value.filter(({ kind }) => kind !== 'electronic_warfare');
  const lift = (gone: Reserve): void => void change((held) => ({ ...held, reserves: held.reserves.filter((each) => !isSame(each, gone)) }));
  const added: Reserve = { interceptor_type: type, rounds: Number(rounds), fire_unit: null };
  const isLowered = (each: Reserve): boolean => isSame(each, added) && each.rounds > added.rounds;
  const lowers = rounds !== '' && now.reserves.some(isLowered);
  const set = (held: boolean): void => {
    void change((before) => {
      if (!held && before.reserves.some(isLowered)) return 'lowers';
      return { ...before, reserves: [...before.reserves.filter((each) => !isSame(each, added)), added] };
    });
  };
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
            {/* Rounds that were kept are offered without it. */}
            <HoldButton tone="record" hint={t('review.hold.hint')} disabled={busy} onDone={() => lift(each)}>
              {t('control.lift')}
            </HoldButton>
          </li>
        ))}
      </ul>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (!lowers) set(false);
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
        {lowers ? (
          <HoldButton tone="record" hint={t('review.hold.hint')} disabled={busy} onDone={() => set(true)}>
            {t('control.lower')}
          </HoldButton>
        ) : (
          <button type="submit" disabled={busy}>
            {t('control.set')}
          </button>
        )}
      </form>
      <Silences reserve={type !== '' && rounds !== '' ? added : null} now={now} />
      <SaidOf sending={sending} />
    </fieldset>
  );
}
