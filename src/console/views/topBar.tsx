/** The line on top: how far what is shown may be trusted, and HOLD ALL, on every view. */
import { clock, money, number, percent, t, tCode } from '../i18n/index';
import { deskName, fresh, health, measures, nowMs, plan, shown, silentS } from '../state/desk';
import { desks, lookAt, refreshDesks } from '../state/desks';
import { logOut, session } from '../state/session';
import { textParams } from '../parts/params';
import { HoldAll } from './holdAll';

export function TopBar() {
  return (
    <header class={`top state-${frame()}`}>
      <strong class="brand">{t('app.name')}</strong>
      <DeskChoice />
      <StateWord />
      <Age />
      <span class="desk-clock" title="UTC">
        {clock(nowMs.value)} <small>UTC</small>
      </span>
      <PlanFigures />
      <WeaponsStatus />
      <span class="spring" />
      <span class="advice">{t('app.advice')}</span>
      <HoldAll />
      <span class="who">
        {session.value?.name}{' '}
        <button type="button" class="plain" onClick={() => void logOut()}>
          {t('login.leave')}
        </button>
      </span>
    </header>
  );
}

/** The desks that the person may see; changing it is a choice, never a fall-back. */
function DeskChoice() {
  return (
    <select
      aria-label={t('desk.choice')}
      value={deskName.value}
      onFocus={() => void refreshDesks()}
      onChange={(event) => lookAt(event.currentTarget.value)}
    >
      {[...new Set([...desks.value.map(({ name }) => name), deskName.value])].map((name) => (
        <option key={name} value={name}>
          {tCode('desk', name)}
        </option>
      ))}
    </select>
  );
}

/** The state that frames the page: a lost link counts before everything else. */
function frame(): string {
  if (fresh.value === 'red') return 'lost';
  return health.value?.standing.state ?? 'no_advice';
}

function StateWord() {
  const standing = health.value?.standing;
  if (standing === undefined) return <span class="state-word">{t('state.NO_ADVICE')}</span>;
  // An exercise that goes well is an exercise; nothing in it may look like LIVE.
  const words = [standing.state, ...(standing.underlying === standing.state || standing.underlying === 'live' ? [] : [standing.underlying])];
  const reasons = standing.reasons.map((each) => tCode('why', each.code, textParams(each.params))).join('; ');
  return (
    <span class="state-word" role="status">
      {words.map((word) => tCode('state', word.toUpperCase())).join(' · ')}
      {standing.reasons.length > 0 && (
        <small title={reasons}>{reasons}</small>
      )}
    </span>
  );
}

function Age() {
  const state = fresh.value;
  const age = Number.isFinite(silentS.value) ? silentS.value : 0;
  const key = state === 'fresh' ? 'fresh.fresh' : state === 'amber' ? 'fresh.amber' : 'fresh.red';
  return (
    <span class={`age age-${state}`} role={state === 'fresh' ? undefined : 'alert'} aria-live={state === 'fresh' ? 'off' : 'assertive'}>
      {state === 'fresh' ? '' : state === 'amber' ? '▲ ' : '✕ '}
      {t(key, { age: number(age, state === 'fresh' ? 1 : 0) })}
    </span>
  );
}

function PlanFigures() {
  const made = plan.value;
  if (made === null) return null;
  return (
    <span class="plan-figures" title={t('plan.figures.title', { revision: String(made.revision) })}>
      <span>
        {t('plan.value')} <b>{money(made.value)}</b>
      </span>
      <small title={`${t('plan.gap')} ${percent(made.gap, 1)}`}>
        {t('plan.gap')} {percent(made.gap, 1)} · {tCode('source', shown.value?.source ?? '')}
      </small>
    </span>
  );
}

function WeaponsStatus() {
  const status = measures.value?.weapons_control;
  return status === undefined ? null : <span class={`wcs wcs-${status}`}>{tCode('wcs', status)}</span>;
}
