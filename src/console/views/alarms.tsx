/** The alarm line: under the top bar of every view, until each alarm is acknowledged. */
import { t } from '../i18n/index';
import { acknowledge, alarms, waitingLive } from '../state/alarms';
import { lookAt } from '../state/desks';
import { muted } from '../state/settings';

export function Alarms() {
  const list = alarms.value.filter(({ acknowledged }) => !acknowledged);
  if (list.length === 0 && waitingLive.value === 0) return null;
  return (
    <div class="alarms" role="alert">
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
          {!alarm.active && <small> {t('alarm.over')}</small>}
          <button type="button" onClick={() => acknowledge(alarm.code)}>
            {t('alarm.acknowledge')}
          </button>
        </span>
      ))}
      <button type="button" aria-pressed={muted.value} onClick={() => (muted.value = !muted.value)}>
        {t(muted.value ? 'alarm.muted' : 'alarm.mute')}
      </button>
    </div>
  );
}
