/** A record that a person enters: sent until it is known what became of it, and said so. */
import { useEffect, useState } from 'preact/hooks';
import type { Sent } from '../api/client';
import { t } from '../i18n/index';
import { enter, isBusy, lookedAway, sendingAt, type Sending } from '../state/records';
import { said } from './problem';

export interface Recorder {
  readonly sending: Sending;
  /** Whether an answer is awaited: nothing more may be sent until it is there. */
  readonly busy: boolean;
  /** Returns whether it was entered. */
  readonly send: (path: string, body: unknown, method?: NonNullable<Sent['method']>) => Promise<boolean>;
}

/** One record at a time at a place, which is of a desk; without one it is forgotten with its view. */
export function useRecorder(place?: string): Recorder {
  const [own] = useState(() => crypto.randomUUID());
  const here = place ?? own;
  useEffect(() => () => lookedAway(here), [here]);
  const sending = sendingAt(here);
  return { sending, busy: isBusy(sending), send: (path, body, method = 'POST') => enter(here, path, method, body) };
}

/** What became of it, in words. */
export function SaidOf({ sending }: { readonly sending: Sending }) {
  if (sending.at === 'idle') return null;
  if (sending.at === 'failed') {
    return (
      <p class="alarm" role="alert">
        {said(sending.problem)}
      </p>
    );
  }
  const tone = sending.at === 'unknown' || sending.at === 'unsettled' ? 'warn big' : sending.at === 'done' ? 'good' : 'quiet';
  return (
    <p class={tone} role="status">
      {sending.at === 'unknown' ? t('review.unknown') : sending.at === 'unsettled' ? t('record.unsettled') : sending.at === 'done' ? t('record.done') : '…'}
    </p>
  );
}
