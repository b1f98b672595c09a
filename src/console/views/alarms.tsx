/** The alarm line: under the top bar of every view, until each alarm is acknowledged. */
import { t } from '../i18n/index';
import { Name } from '../parts/text';
import { acknowledge, alarms, waitingLive } from '../state/alarms';
import { hasHeard } from '../state/desk';
import type { Named } from '../state/latch';
import { lookAt } from '../state/desks';
import { muted } from '../state/settings';

const MOST_NAMES = 3;

/** The first of what an alarm is about. */
function About({ shots }: { readonly shots: readonly Named[] }) {
  return (
    <>
      {shots.slice(0, MOST_NAMES).map(({ name, flying, over }) => (
        <Name key={name} text={over === true ? `${name} ${t('alarm.over')}` : flying ? `${name} (${t('queue.flying')})` : name} longest={64} />
      ))}
      {shots.length > MOST_NAMES && <small>+{shots.length - MOST_NAMES}</small>}
    </>
  );
}

export function Alarms() {
  const list = alarms.value.filter(({ acknowledged }) => !acknowledged);
  // Its line is always there: what is under it must not move just as an alarm comes.
  return (
    <div class="alarms">
      {list.length === 0 && waitingLive.value === 0 && <Quiet />}
      <Chips list={list} />
      <button type="button" aria-pressed={muted.value} onClick={() => (muted.value = !muted.value)}>
        {t(muted.value ? 'alarm.muted' : 'alarm.mute')}
      </button>
    </div>
  );
}

/** What is to be said while no alarm waits for anybody: one that was acknowledged may last. */
function Quiet() {
  const lasting = alarms.value.filter(({ active }) => active).map(({ code, count }) => t(`alarm.${code}`, { count }));
  if (lasting.length > 0) {
    return (
      <span>
        {t('alarm.lasting')} {lasting.join(' · ')}
      </span>
    );
  }
  // Of a desk that was never heard of it is not known.
  return <span class="quiet">{hasHeard.value && t('alarm.none')}</span>;
}

function Chips({ list }: { readonly list: typeof alarms.value }) {
  return (
    <div class="alarm-chips" role="alert">
      {waitingLive.value > 0 && (
        <span class="alarm-chip alarm-alarm">
          ✕ {t('alarm.elsewhere', { count: waitingLive.value })}
          <button type="button" onClick={() => lookAt('live')}>
            {t('run.to_live')}
          </button>
        </span>
      )}
      {list.map((alarm) => (
        <span key={alarm.code} class={`alarm-chip alarm-${alarm.rank}`}>
          {alarm.rank === 'alarm' ? '✕ ' : '▲ '}
          {t(`alarm.${alarm.code}`, { count: alarm.count })}
          <About shots={alarm.about ?? []} />
          {!alarm.active && <small> {t('alarm.over')}</small>}
          <button type="button" onClick={() => acknowledge(alarm.code)}>
            {t('alarm.acknowledge')}
          </button>
        </span>
      ))}
    </div>
  );
}
