/** The track that is looked at: what it is, what it threatens, and what is done about it. */
import { explanation, type Explanation } from '../api/explanation';
import type { Track } from '../api/picture';
import { chance, clock, countdown, money, number, percent, percentRange, t, tCode } from '../i18n/index';
import { altitude, speed } from '../i18n/measure';
import { inert } from '../lib/inert';
import { HoldButton } from '../parts/holdButton';
import { useAsked } from '../parts/asked';
import { SaidOf, useRecorder } from '../parts/record';
import { Name } from '../parts/text';
import { assets, deciding, deskName, fresh, nowMs, tracks, trackVersion } from '../state/desk';
import { focusSoon } from '../state/focus';
import { selectedTrack, toIdentify } from '../state/queue';
import { may } from '../state/session';
import { view } from '../state/view';

/** As plans come: the queue beside it says the same. */
const EVERY_MS = 2_000;
const BEST = 5;

export function TrackDetail() {
  trackVersion.value;
  const id = selectedTrack.value;
  const track = id === null ? undefined : tracks.get(id);
  if (id === null) return null;
  return (
    <aside
      id="track-detail"
      class="track-detail"
      aria-labelledby="track-title"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <header class="spread">
        <h2 id="track-title">
          <Name text={id} longest={48} />
        </h2>
        <button type="button" class="plain" aria-label={t('review.close')} onClick={close}>
          ✕
        </button>
      </header>
      {track === undefined ? <Gone id={id} /> : <Facts track={track} />}
      {track !== undefined && <Actions key={track.id} track={track} />}
      {fresh.value !== 'red' && track !== undefined && <Explained id={id} />}
    </aside>
  );
}

/** Look at nothing; the keyboard goes back to the search, where tracks are chosen. */
function close(): void {
  selectedTrack.value = null;
  document.getElementById('map-search')?.focus();
}

/** What became of a track that is there no more, as far as it is known. */
function Gone({ id }: { readonly id: string }) {
  const killed = deciding.value?.engagements.find((each) => each.track === id && each.outcome === 'killed');
  return <p class="quiet">{killed === undefined ? t('track.gone') : t('track.killed', { engagement: `${killed.id}, ${inert(killed.fire_unit, 32)}` })}</p>;
}

function Facts({ track }: { readonly track: Track }) {
  const age = Math.max(0, (nowMs.value - track.measured_at) / 1000);
  const classes = Object.entries(track.class_probabilities)
    .sort((a, b) => b[1] - a[1])
    .filter(([, share]) => share >= 0.01);
  return (
    <dl>
      <dt>{t('ident.identity')}</dt>
      <dd>
        {tCode('identity', track.identity)} · {tCode('crew', track.crew)}
        {track.civil && ` · ${t('ident.civil')}`}
        {track.held && <strong class="warn"> · {tCode('verdict', 'hold')}</strong>}
      </dd>
      {track.identification !== null && (
        <>
          <dt>{t('track.declared')}</dt>
          <dd>
            <Name text={track.identification.authority} longest={48} /> · {tCode('method', track.identification.method)} · {t('zone.until')} {clock(track.identification.expires)}
          </dd>
        </>
      )}
      <dt>{t('sum.class')}</dt>
      <dd>
        {classes.map(([name, share]) => `${tCode('class', name)} ${percent(share)}`).join(', ')} · {t('track.decoy')} {percent(track.p_decoy)}
      </dd>
      <dt>{t('track.motion')}</dt>
      <dd>
        {altitude(track.altitude_m)} · {speed(track.speed_mps)} · {number(track.course_deg)}°
      </dd>
      <dt>{t('track.age')}</dt>
      <dd class={age > 20 ? 'warn' : ''}>
        {number(age, 0)} {t('unit.s')} · ±{number(2 * track.position_sigma_m)} {t('unit.m')}
      </dd>
    </dl>
  );
}

function Explained({ id }: { readonly id: string }) {
  const { value } = useAsked(`/desks/${deskName.value}/plan/tracks/${encodeURIComponent(id)}`, explanation, EVERY_MS);
  if (value === null) return null;
  return (
    <>
      <Threatens value={value} />
      {value.not_engaged !== null && (
        <p class="warn">
          {tCode('reason', value.not_engaged.reason)} · {money(value.not_engaged.expected_leak_meur)}
        </p>
      )}
      <Scores value={value} />
    </>
  );
}

function Threatens({ value }: { readonly value: Explanation }) {
  const { threat } = value;
  if (threat === null) return null;
  const names = new Map(assets.value.map((each) => [each.id, each.name === '' ? each.id : each.name]));
  return (
    <dl>
      <dt>{t('track.threat')}</dt>
      <dd>
        {money(threat.threat_value_meur)}
        {threat.time_to_impact_s !== null && ` · ${t('leak.impact')} ${countdown(threat.time_to_impact_s)}`}
      </dd>
      <dt>{t('track.towards')}</dt>
      <dd>
        {threat.assets.slice(0, 3).map((each) => (
          <div key={each.asset}>
            <Name text={names.get(each.asset) ?? each.asset} longest={40} /> {chance(each.p_asset)} → {money(each.contribution_meur)}
          </div>
        ))}
      </dd>
      {value.leaker !== null && (
        <>
          <dt>{t('track.leak')}</dt>
          <dd>{chance(value.leaker.p_leak)}</dd>
        </>
      )}
    </dl>
  );
}

const inventoryOf = (each: { readonly fire_unit: string; readonly position: string; readonly interceptor_type: string }): string => `${each.fire_unit} ${each.position} ${each.interceptor_type}`;

/** The best inventories against it with those that the plan chose, and how many have no shot for which reason. */
function Scores({ value }: { readonly value: Explanation }) {
  const best = value.scores.flatMap((each) => (each.best === null ? [] : [{ ...each, best: each.best }])).sort((a, b) => b.best.net_gain_meur - a.best.net_gain_meur);
  const firm = new Set(value.lines.filter(({ firm: isFirm }) => isFirm).map(inventoryOf));
  return (
    <>
      <h3>{t('track.scores')}</h3>
      <ul class="alternatives">
        {best.filter((each, rank) => rank < BEST || firm.has(inventoryOf(each))).map((each) => (
          <li key={inventoryOf(each)} class="score">
            <span>
              {firm.has(inventoryOf(each)) ? '◆ ' : ''}
              <Name text={each.fire_unit} longest={22} />
            </span>
            <span>{money(each.best.net_gain_meur)}</span>
            <small class="quiet">
              {tCode('type', each.interceptor_type)}, {clock(each.best.launch)}
            </small>
            <small class="quiet">
              {t('pk.word')} {percentRange(each.best.pk_low, each.best.pk_high)}
            </small>
          </li>
        ))}
      </ul>
      <p class="quiet">
        {Object.entries(value.reasons)
          .map(([reason, count]) => `${tCode('reason', reason)}: ${count}`)
          .join(' · ')}
      </p>
    </>
  );
}

function Actions({ track }: { readonly track: Track }) {
  const base = `/desks/${encodeURIComponent(deskName.value)}`;
  const { sending, busy, send } = useRecorder(`${base}/tracks/${encodeURIComponent(track.id)}`);
  const identify = (): void => {
    toIdentify.value = track.id;
    view.value = 'control';
    focusSoon('#ident-identity');
  };
  return (
    <>
      <div class="row">
        <button type="button" onClick={identify}>
          {t('track.identify')}
        </button>
        {!track.held && may('hold', deskName.value) && (
          <HoldButton tone="record" disabled={busy} onDone={() => send(`${base}/tracks/${encodeURIComponent(track.id)}/hold`, {})} hint={t('review.hold.hint')}>
            {t('track.hold')}
          </HoldButton>
        )}
        {track.held && may('decide', deskName.value) && (
          <HoldButton disabled={busy} onDone={() => send(`${base}/releases`, { track: track.id })} hint={t('review.hold.hint')}>
            {t('track.release')}
          </HoldButton>
        )}
      </div>
      <SaidOf sending={sending} />
    </>
  );
}
