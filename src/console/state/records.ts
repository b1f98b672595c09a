/**
 * Records that people enter, and what became of each: kept whatever view is open.
 *
 * A record that adds up must not be booked twice.  One of which nobody knows yet what
 * became stays with its place, so that a box that was closed and opened again says so;
 * and the same record asked for again goes with the same key.
 */
import { signal } from '@preact/signals';
import { anything, insist, type Problem, type Sent } from '../api/client';

export type Sending = { readonly at: 'idle' | 'sending' | 'unknown' | 'unsettled' | 'done' } | { readonly at: 'failed'; readonly problem: Problem };

const IDLE: Sending = { at: 'idle' };

const byPlace = signal<ReadonlyMap<string, Sending>>(new Map());

/** Keys of what was sent and is not known to be done or refused, by what it says. */
const openKeys = new Map<string, string>();

/** How the last record of a place stands. */
export const sendingAt = (place: string): Sending => byPlace.value.get(place) ?? IDLE;

/** Whether an answer is awaited: nothing more may be sent until it is there. */
export const isBusy = ({ at }: Sending): boolean => at === 'sending' || at === 'unknown';

/** Send a record until it is known what became of it; returns whether it was entered. */
export async function enter(place: string, path: string, sent: Sent): Promise<boolean> {
  if (isBusy(sendingAt(place))) return false;
  const what = `${sent.method} ${path} ${JSON.stringify(sent.body)}`;
  const key = openKeys.get(what) ?? crypto.randomUUID();
  openKeys.set(what, key);
  put(place, { at: 'sending' });
  let lost = false;
  const answer = await insist(path, anything, sent, key, () => {
    lost = true;
    put(place, { at: 'unknown' });
  });
  // Who is not let in any more learns nothing of what was sent before.
  const unsettled = lost && !answer.ok && (answer.error.code === 'outcome_unknown' || answer.error.status === 401 || answer.error.status === 403);
  if (!unsettled) openKeys.delete(what);
  put(place, answer.ok ? { at: 'done' } : unsettled ? { at: 'unsettled' } : { at: 'failed', problem: answer.error });
  return answer.ok;
}

/** Say at a place why nothing was sent. */
export function refused(place: string, problem: Problem): void {
  put(place, { at: 'failed', problem });
}

/** Whoever looks away has read what became of it, if that is known. */
export function lookedAway(place: string): void {
  const { at } = sendingAt(place);
  if (at === 'done' || at === 'failed') put(place, IDLE);
}

function put(place: string, sending: Sending): void {
  const all = new Map(byPlace.peek());
  if (sending === IDLE) all.delete(place);
  else all.set(place, sending);
  byPlace.value = all;
}
