/** A record that a person enters: sent until it is known what became of it, and said so. */
import { useState } from 'preact/hooks';
import { anything, insist, type Problem, type Sent } from '../api/client';
import { t } from '../i18n/index';
import { said } from './problem';

export type Sending = { readonly at: 'idle' | 'sending' | 'unknown' | 'done' } | { readonly at: 'failed'; readonly problem: Problem };

export interface Recorder {
  readonly sending: Sending;
  /** Whether an answer is awaited: nothing more may be sent until it is there. */
  readonly busy: boolean;
  readonly send: (path: string, body: unknown, method?: Sent['method']) => void;
}

/** One record at a time, each with a key of its own, so that asking again books nothing twice. */
export function useRecorder(): Recorder {
  const [sending, setSending] = useState<Sending>({ at: 'idle' });
  const busy = sending.at === 'sending' || sending.at === 'unknown';
  const send = (path: string, body: unknown, method: Sent['method'] = 'POST'): void => {
    if (busy) return;
    setSending({ at: 'sending' });
    void insist(path, anything, { method, body }, crypto.randomUUID(), () => setSending({ at: 'unknown' })).then((answer) =>
      setSending(answer.ok ? { at: 'done' } : { at: 'failed', problem: answer.error }),
    );
  };
  return { sending, busy, send };
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
  const tone = sending.at === 'unknown' ? 'warn big' : sending.at === 'done' ? 'good' : 'quiet';
  return (
    <p class={tone} role="status">
      {sending.at === 'unknown' ? t('review.unknown') : sending.at === 'done' ? t('record.done') : '…'}
    </p>
  );
}
