/**
 * Records that people enter, and what became of each: kept whatever view is open.
 *
 * A record that adds up must not be booked twice.  One of which nobody knows yet what
 * became stays with its place, so that a box that was closed and opened again says so;
 * and the same record asked for again goes with the same key.
 */
import { signal } from '@preact/signals';
import { anything, insist, own, whoSits, type Problem, type Sent } from '../api/client';
import { object, string, validate } from '../lib/validate';
import { outcomeOf } from './outcome';

export type Sending =
  | { readonly at: 'idle' | 'sending' | 'unknown' | 'unsettled' | 'waited' | 'done' }
  | { readonly at: 'waiting'; readonly path: string; readonly id: string; readonly missed: number }
  | { readonly at: 'failed'; readonly problem: Problem };

/** Nothing is entered yet: a second person has to sign. */
const ACCEPTED = 202;
const accepted = object({ id: string });

/** A list that was asked for before may come after: one without it says nothing yet. */
const MISSED = 2;

const IDLE: Sending = { at: 'idle' };

const byPlace = signal<ReadonlyMap<string, Sending>>(new Map());

/** Keys of what was sent and is not known to be done or refused, by what it says. */
const openKeys = new Map<string, string>();

/** How the last record of a place stands. */
export const sendingAt = (place: string): Sending => byPlace.value.get(place) ?? IDLE;

/** Whether an answer is awaited: nothing more may be sent until it is there. */
export const isBusy = ({ at }: Sending): boolean => at === 'sending' || at === 'unknown';

interface Composed {
  readonly path: string;
  readonly sent: Sent;
}

export type Composing = { readonly ok: true; readonly value: Composed } | { readonly ok: false; readonly error: Problem };

/** What is being put together when all is held is not sent any more. */
let calledOff = 0;

export function callOff(): void {
  calledOff += 1;
}

/** Send a record until it is known what became of it; returns whether it was entered. */
export const enter = (place: string, path: string, sent: Sent): Promise<boolean> => enterComposed(place, () => Promise.resolve({ ok: true, value: { path, sent } }));

/** The same for what is put together first, as from what is in force: nothing else may be sent meanwhile. */
export async function enterComposed(place: string, compose: () => Promise<Composing>): Promise<boolean> {
  if (isBusy(sendingAt(place))) return false;
  put(place, { at: 'sending' });
  const [by, since] = [whoSits(), calledOff];
  const composed = await compose();
  // Never in the name of the next person, who has not asked for it.
  if (by !== whoSits()) {
    put(place, IDLE);
    return false;
  }
  if (!composed.ok || since !== calledOff) {
    put(place, { at: 'failed', problem: composed.ok ? own('called_off') : composed.error });
    return false;
  }
  const { path, sent } = composed.value;
  const what = `${sent.method} ${path} ${JSON.stringify(sent.body)}`;
  // A state that is put once more is put anew: an old answer must not stand for it.
  const addsUp = sent.method === 'POST';
  const key = (addsUp ? openKeys.get(what) : undefined) ?? crypto.randomUUID();
  if (addsUp) openKeys.set(what, key);
  let lost = false;
  const answer = await insist(path, anything, sent, key, () => {
    lost = true;
    put(place, { at: 'unknown' });
  });
  // Who is not let in any more learns nothing of what was sent before.
  const unsettled = lost && !answer.ok && outcomeOf(answer.error, lost) === 'unsure';
  if (!unsettled) openKeys.delete(what);
  if (!answer.ok) put(place, unsettled ? { at: 'unsettled' } : { at: 'failed', problem: answer.error });
  else put(place, answer.status === ACCEPTED ? waitingFor(path, answer.value) : { at: 'done' });
  return answer.ok;
}

function waitingFor(path: string, document: unknown): Sending {
  const read = validate(accepted, document);
  return { at: 'waiting', path, id: read.ok ? read.value.id : '', missed: 0 };
}

/** What waits for a second person below a path, as it is listed: the rest waits no more. */
export function waits(below: string, listed: ReadonlySet<string>): void {
  for (const [place, sending] of byPlace.peek()) {
    if (sending.at !== 'waiting' || !sending.path.startsWith(below)) continue;
    const missed = listed.has(sending.id) ? 0 : sending.missed + 1;
    if (missed !== sending.missed) put(place, missed < MISSED ? { ...sending, missed } : { at: 'waited' });
  }
}

/** Whoever looks away has read what became of it, if that is known. */
export function lookedAway(place: string): void {
  const { at } = sendingAt(place);
  if (at === 'done' || at === 'waiting' || at === 'waited' || at === 'failed') put(place, IDLE);
}

function put(place: string, sending: Sending): void {
  const all = new Map(byPlace.peek());
  if (sending === IDLE) all.delete(place);
  else all.set(place, sending);
  byPlace.value = all;
}
