/** Identities that people declare: by whom, on what evidence, until when. */
import { useState } from 'preact/hooks';
import type { Track } from '../api/picture';
import { t, tCode } from '../i18n/index';
import { inert } from '../lib/inert';
import { HoldButton } from '../parts/holdButton';
import { SaidOf, useRecorder } from '../parts/record';
import { Countdown, Empty, Name } from '../parts/text';
import { deskName, fresh, nowMs, tracks, trackVersion } from '../state/desk';
import { toIdentify } from '../state/queue';

const path = (rest: string): string => `/desks/${encodeURIComponent(deskName.value)}${rest}`;

const IDENTITIES: readonly Track['identity'][] = ['hostile', 'suspect', 'unknown', 'neutral', 'assumed_friend', 'friend'];
const METHODS = ['positive', 'procedural'] as const;
type Method = (typeof METHODS)[number];
const VALID_MIN = 30;

export function Identification() {
  trackVersion.value;
  const open = [...tracks.values()].filter(({ refusal }) => refusal !== null && /^(identify_|no_identification|identification_expired)/.test(refusal));
  // One that was chosen and has left the picture gives way to no other: evidence is about one.
  const id = toIdentify.value ?? open[0]?.id ?? null;
  const track = id === null ? undefined : tracks.get(id);
  return (
    <fieldset>
      <legend>{t('ident.title', { count: open.length })}</legend>
      <label for="ident-track">{t('leak.track')}</label>
      <select id="ident-track" value={id ?? ''} onChange={(event) => (toIdentify.value = event.currentTarget.value)}>
        {id !== null && (track === undefined || !open.includes(track)) && <option value={id}>{inert(id)}</option>}
        {open.slice(0, 300).map((each) => (
          <option key={each.id} value={each.id}>
            {inert(each.id)} · {tCode('identity', each.identity)}
          </option>
        ))}
      </select>
      {track === undefined ? <Empty>{id === null ? t('ident.empty') : t('ident.gone', { track: inert(id) })}</Empty> : <Declare key={track.id} track={track} />}
    </fieldset>
  );
}

function Declare({ track }: { readonly track: Track }) {
  // Nothing is preset: what is declared was chosen.
  const [identity, setIdentity] = useState<Track['identity'] | ''>('');
  const [method, setMethod] = useState<Method | ''>('');
  const [evidence, setEvidence] = useState('');
  const declaration = path(`/tracks/${encodeURIComponent(track.id)}/identification`);
  const recorder = useRecorder(declaration);
  // From now on it is about this track, whichever else waits or comes first.
  const keep = (): void => {
    toIdentify.value = track.id;
  };
  const declare = (): void =>
    void recorder.send(declaration, { identity, method, evidence, expires: new Date(nowMs.value + VALID_MIN * 60_000).toISOString() });
  return (
    <div onInput={keep} onChange={keep}>
      <p>
        <Name text={track.id} />: {tCode('identity', track.identity)} · {tCode('crew', track.crew)}
        {track.civil && ` · ${t('ident.civil')}`}
        {track.identification !== null && (
          <>
            {' '}
            · {track.identification.authority} · {t('ident.until')} <Countdown at={track.identification.expires} />
          </>
        )}
      </p>
      <div class="row">
        <label for="ident-identity">{t('ident.identity')}</label>
        <select id="ident-identity" value={identity} onChange={(event) => setIdentity(event.currentTarget.value as Track['identity'])}>
          <option value="">–</option>
          {IDENTITIES.map((each) => (
            <option key={each} value={each}>
              {tCode('identity', each)}
            </option>
          ))}
        </select>
        <label for="ident-method">{t('ident.method')}</label>
        <select id="ident-method" value={method} onChange={(event) => setMethod(event.currentTarget.value as Method)}>
          <option value="">–</option>
          {METHODS.map((each) => (
            <option key={each} value={each}>
              {tCode('method', each)}
            </option>
          ))}
        </select>
      </div>
      <label for="ident-evidence">{t('ident.evidence')}</label>
      <div class="row">
        <input id="ident-evidence" maxLength={200} value={evidence} onInput={(event) => setEvidence(event.currentTarget.value)} />
        <HoldButton onDone={declare} disabled={identity === '' || method === '' || evidence.trim() === '' || fresh.value === 'red' || recorder.busy} hint={t('review.hold.hint')}>
          {t('ident.declare')}
        </HoldButton>
      </div>
      <SaidOf sending={recorder.sending} />
    </div>
  );
}

