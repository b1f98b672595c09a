/** The alarm line: under the top bar of every view, until each alarm is acknowledged. */
import { t } from '../i18n/index';
import { acknowledge, alarms } from '../state/alarms';
import { muted } from '../state/settings';

export function Alarms() {
  const list = alarms.value.filter(({ acknowledged }) => !acknowledged);
  if (list.length === 0) return null;
  return (
    <div class="alarms" role="alert">
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
