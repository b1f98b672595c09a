/** One authorised shot: how it stands in words, and the record of what its crew reports. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { signal } from '@preact/signals';
import { isOver, type Engagement } from '../api/desk';
import { clock, countdown, t, tCode } from '../i18n/index';
import { inert } from '../lib/inert';
import { HoldButton } from '../parts/holdButton';
import { SaidOf, useRecorder, type Recorder } from '../parts/record';
import { Name } from '../parts/text';
import { deskName, health, nowMs } from '../state/desk';
import { selectedTrack } from '../state/queue';
import { may } from '../state/session';

/** The engagement whose report is being recorded, with its desk; it survives every update of the list. */
const recording = signal<string | null>(null);

const OUTCOMES = ['killed', 'missed', 'unknown'] as const;

const placeOf = (id: string): string => `/desks/${encodeURIComponent(deskName.value)}/engagements/${encodeURIComponent(id)}`;

export function EngagementItem({ engagement }: { readonly engagement: Engagement }) {
  const { decision, id } = engagement;
  const over = isOver(engagement);
  const place = placeOf(id);
  const open = recording.value === place;
  const records = !over && may('outcome', deskName.value) && health.value?.mode !== 'replay';
  return (
    <li class={over ? 'quiet' : ''} data-engagement={id}>
      <div class="spread">
        <button type="button" class="plain" onClick={() => (selectedTrack.value = engagement.track)}>
          <Name text={id} /> <Name text={engagement.track} longest={20} /> → <Name text={engagement.fire_unit} longest={20} />
          <small class="quiet">
            {' '}
            <Name text={decision.by} longest={32} />
            {decision.confirmed_by !== '' && (
              <>
                {' + '}
                <Name text={decision.confirmed_by} longest={32} />
              </>
            )}
          </small>
        </button>
        {records && (
          <button type="button" aria-expanded={open} onClick={() => (recording.value = open ? null : place)}>
            {t('record.open')}
          </button>
        )}
      </div>
      <State engagement={engagement} />
      {open && records && <Report key={place} engagement={engagement} />}
    </li>
  );
}

/** Its state, since when, and what is awaited next. */
function State({ engagement }: { readonly engagement: Engagement }) {
  const { state, outcome } = engagement;
  const age = (at: number): string => countdown(Math.abs(nowMs.value - at) / 1000);
  if (isOver(engagement)) {
    return (
      <small>
        {outcome === null ? tCode('engagement', state) : tCode('outcome', outcome)} · {clock(engagement.launch)}
      </small>
    );
  }
  const flying = state === 'reported_fired';
  const [since, next] = flying ? [engagement.launch, engagement.assessed] : [engagement.decision.decided_at, engagement.launch];
  const due = nowMs.value > next;
  return (
    <small class={due ? 'warn' : ''}>
      {t('engaged.since', { state: tCode('engagement', state), time: age(since) })} · {due ? '▲ ' : ''}
      {t(`engaged.${flying ? 'result' : 'launch'}_${due ? 'due' : 'in'}`, { time: age(next) })}
    </small>
  );
}

function Report({ engagement }: { readonly engagement: Engagement }) {
  const place = placeOf(engagement.id);
  const recorder = useRecorder(place);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), [engagement.state]);
  const path = (step: string): string => `${place}/${step}`;
  return (
    <div class="confirm-box" ref={box} role="group" aria-label={`${t('record.open')} ${inert(engagement.id)}`}>
      <p class="quiet">{t('record.note')}</p>
      {engagement.state === 'authorised' ? (
        <>
          <Launched recorder={recorder} path={path('launch')} />
          <Aborted recorder={recorder} path={path('abort')} />
        </>
      ) : (
        OUTCOMES.map((outcome) => (
          <HoldButton key={outcome} tone="record" disabled={recorder.busy} hint={t('review.hold.hint')} onDone={() => void recorder.send(path('assessment'), { outcome })}>
            {t(`record.${outcome}`)}
          </HoldButton>
        ))
      )}
      <SaidOf sending={recorder.sending} />
    </div>
  );
}

interface StepProps {
  readonly recorder: Recorder;
  readonly path: string;
}

function Launched({ recorder, path }: StepProps) {
  const [ago, setAgo] = useState('0');
  const seconds = Number(ago.replace(',', '.'));
  const wrong = ago.trim() === '' || !Number.isFinite(seconds) || seconds < 0;
  return (
    <>
      <label for="record-ago">{t('record.ago')}</label>
      <input id="record-ago" class="short" inputMode="decimal" value={ago} onInput={(event) => setAgo(event.currentTarget.value)} />
      <HoldButton
        tone="record"
        disabled={recorder.busy || wrong}
        hint={t('review.hold.hint')}
        onDone={() => void recorder.send(path, { launch: new Date(nowMs.peek() - 1000 * seconds).toISOString() })}
      >
        {t('record.launch')}
      </HoldButton>
    </>
  );
}

function Aborted({ recorder, path }: StepProps) {
  const [why, setWhy] = useState('');
  return (
    <>
      <label for="record-why">{t('record.why')}</label>
      <input id="record-why" maxLength={200} value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
      <HoldButton tone="record" disabled={recorder.busy || why.trim() === ''} hint={t('review.hold.hint')} onDone={() => void recorder.send(path, { why: why.trim() })}>
        {t('record.abort')}
      </HoldButton>
    </>
  );
}
