/** A record that a person enters: sent until it is known what became of it, and said so. */
import { useEffect } from 'preact/hooks';
import type { Sent } from '../api/client';
import { t } from '../i18n/index';
import { change, type Edit } from '../state/measures';
import { enter, isBusy, lookedAway, sendingAt, type Sending } from '../state/records';
import { saidWhole } from './problem';

export interface Recorder {
  readonly sending: Sending;
  /** Whether an answer is awaited: nothing more may be sent until it is there. */
  readonly busy: boolean;
  /** Returns whether it was entered. */
  readonly send: (path: string, body: unknown, method?: NonNullable<Sent['method']>) => Promise<boolean>;
  /** The same for control measures, as they are once they have been changed. */
  readonly change: (edit: Edit) => Promise<boolean>;
}

/** One record at a time at a place, which is of a desk. */
export function useRecorder(place: string): Recorder {
  useEffect(() => () => lookedAway(place), [place]);
  const sending = sendingAt(place);
  return {
    sending,
    busy: isBusy(sending),
    send: (path, body, method = 'POST') => enter(place, path, { method, ...(body === undefined ? {} : { body }) }),
    change: (edit) => change(place, edit),
  };
}

/** What became of the last record is of no concern once the list that it was about is another. */
export function useForgetting(place: string, list: string): void {
  useEffect(() => lookedAway(place), [place, list]);
}

/** What became of it, in words. */
export function SaidOf({ sending }: { readonly sending: Sending }) {
  if (sending.at === 'idle') return null;
  if (sending.at === 'failed') {
    return (
      <p class="alarm" role="alert">
        {saidWhole(sending.problem)}
      </p>
    );
  }
  const tone = sending.at === 'waiting' ? 'warn' : sending.at === 'unknown' || sending.at === 'unsettled' ? 'warn big' : sending.at === 'done' ? 'good' : 'quiet';
  return (
    <p class={tone} role="status">
      {sending.at === 'sending' ? '…' : sending.at === 'unknown' ? t('review.unknown') : t(`record.${sending.at}`)}
    </p>
  );
}
