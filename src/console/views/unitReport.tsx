/** The record of what a crew or a store reports of its unit: readiness, and rounds. */
import { useEffect, useState } from 'preact/hooks';
import type { FireUnit } from '../api/picture';
import { hasRounds, type Magazine } from '../api/records';
import { t, tCode } from '../i18n/index';
import { inert } from '../lib/inert';
import { HoldButton } from '../parts/holdButton';
import { SaidOf, useRecorder, type Recorder } from '../parts/record';
import { deskName } from '../state/desk';
import { may } from '../state/session';

interface Props {
  readonly magazine: Magazine;
  readonly unit: FireUnit;
  readonly onRecorded: () => void;
}

/** What this console last knew of a desk's unit's channels before it was out: the number to begin with. */
const channelsBefore = new Map<string, number>();

export function UnitReport({ magazine, unit, onRecorded }: Props) {
  const path = `/desks/${encodeURIComponent(deskName.value)}/fire-units/${encodeURIComponent(unit.id)}`;
  const recorder = useRecorder(`${path} ${magazine.interceptor_type}`);
  useEffect(() => {
    if (recorder.sending.at === 'done') onRecorded();
  }, [recorder.sending.at]);
  return (
    <div class="confirm-box unit-report" role="group" aria-label={`${t('record.open')} ${inert(unit.id)} ${inert(tCode('type', magazine.interceptor_type))}`}>
      <p class="quiet">{t('record.note')}</p>
      {may('readiness', deskName.value) && <Ready unit={unit} recorder={recorder} path={path} />}
      {may('stock', deskName.value) && hasRounds(magazine) && (
        <>
          <Counted magazine={magazine} recorder={recorder} path={path} />
          <Moved magazine={magazine} recorder={recorder} path={path} />
        </>
      )}
      <SaidOf sending={recorder.sending} />
    </div>
  );
}

interface PartProps {
  readonly recorder: Recorder;
  readonly path: string;
}

function Ready({ unit, recorder, path }: PartProps & { readonly unit: FireUnit }) {
  if (unit.channels > 0) channelsBefore.set(path, unit.channels);
  const [channels, setChannels] = useState(String(channelsBefore.get(path) ?? 1));
  const hint = t('review.hold.hint');
  return (
    <div class="row">
      <Count name={t('record.channels')} value={channels} onInput={setChannels} />
      <HoldButton tone="record" hint={hint} disabled={recorder.busy || whole(channels, 1) === null} onDone={() => void recorder.send(path, { channels: whole(channels, 1) }, 'PUT')}>
        {t('record.ready')}
      </HoldButton>
      <HoldButton tone="record" hint={hint} disabled={recorder.busy || unit.channels === 0} onDone={() => void recorder.send(path, { channels: 0 }, 'PUT')}>
        {t('record.not_ready')}
      </HoldButton>
    </div>
  );
}

function Counted({ magazine, recorder, path }: PartProps & { readonly magazine: Magazine }) {
  const [ready, setReady] = useState(String(magazine.rounds_ready));
  const [stored, setStored] = useState(String(magazine.rounds_stored));
  const [why, setWhy] = useState('');
  const body = { interceptor_type: magazine.interceptor_type, rounds_ready: whole(ready), rounds_stored: whole(stored), why: why.trim() };
  const wrong = body.rounds_ready === null || body.rounds_stored === null || body.why === '';
  const send = (): void => void recorder.send(`${path}/correction`, body).then((entered) => entered && setWhy(''));
  return (
    <div class="row">
      <Count name={t('record.counted_ready')} value={ready} onInput={setReady} />
      <Count name={t('record.counted_stored')} value={stored} onInput={setStored} />
      <label>
        {t('record.counted_why')} <input maxLength={200} value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
      </label>
      <HoldButton tone="record" hint={t('review.hold.hint')} disabled={recorder.busy || wrong} onDone={send}>
        {t('record.counted')}
      </HoldButton>
    </div>
  );
}

function Moved({ magazine, recorder, path }: PartProps & { readonly magazine: Magazine }) {
  const [rounds, setRounds] = useState('');
  const body = { interceptor_type: magazine.interceptor_type, rounds: whole(rounds, 1) };
  const off = recorder.busy || body.rounds === null;
  // What was entered is not there to be entered once more: it adds up.
  const send = (step: string): void => void recorder.send(`${path}/${step}`, body).then((entered) => entered && setRounds(''));
  const hint = t('review.hold.hint');
  return (
    <div class="row">
      <Count name={t('record.moved')} value={rounds} onInput={setRounds} />
      <HoldButton tone="record" hint={hint} disabled={off} onDone={() => send('resupply')}>
        {t('record.resupplied')}
      </HoldButton>
      <HoldButton tone="record" hint={hint} disabled={off} onDone={() => send('reload')}>
        {t('record.reloaded')}
      </HoldButton>
    </div>
  );
}

interface CountProps {
  readonly name: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function Count({ name, value, onInput }: CountProps) {
  return (
    <label>
      {name} <input class="short" inputMode="numeric" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  );
}

/** The whole number that a text says, if it says one of at least so much. */
function whole(text: string, least = 0): number | null {
  const count = /^\d{1,6}$/.test(text.trim()) ? Number(text) : null;
  return count === null || count < least ? null : count;
}
