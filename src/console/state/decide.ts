/**
 * One decision at a time, in two steps: prepared and read, then confirmed.
 *
 * A request whose answer is lost is asked again with the same key until it is known
 * what became of it; until then it is neither done nor failed.
 */
import { signal } from '@preact/signals';
import { ask, insist, type Problem } from '../api/client';
import { entered, prepared, type Entered, type Line, type Prepared, type Verdict } from '../api/desk';
import { deskName } from './desk';

export interface Amendment {
  readonly fire_unit: string;
  readonly interceptor_type: string;
  readonly salvo_size?: number;
  readonly position?: string;
}

export type Step =
  | { readonly at: 'idle' }
  | { readonly at: 'asking_why'; readonly line: Line; readonly verdict: Verdict; readonly seen: number; readonly amended?: Amendment }
  | { readonly at: 'preparing'; readonly line: Line; readonly verdict: Verdict }
  | { readonly at: 'reviewing'; readonly line: Line; readonly prepared: Prepared; readonly until: number }
  | { readonly at: 'committing'; readonly line: Line; readonly prepared: Prepared; readonly unknown: boolean }
  | { readonly at: 'done'; readonly line: Line; readonly entered: Entered }
  | { readonly at: 'failed'; readonly line: Line; readonly problem: Problem };

export const step = signal<Step>({ at: 'idle' });

const path = (rest: string): string => `/desks/${encodeURIComponent(deskName.value)}${rest}`;

/** Begin a decision on a line of the revision that is on the screen. */
export function begin(line: Line, verdict: Verdict, seen: number, amended?: Amendment): void {
  if (step.value.at === 'committing') return;
  if (verdict === 'authorise') void prepare(line, verdict, seen, '');
  else step.value = { at: 'asking_why', line, verdict, seen, ...(amended === undefined ? {} : { amended }) };
}

/** The first step: what would be done, for the person to read. */
export async function prepare(line: Line, verdict: Verdict, seen: number, why: string, amended?: Amendment): Promise<void> {
  step.value = { at: 'preparing', line, verdict };
  const answer = await ask(path('/decisions/preparations'), prepared, {
    method: 'POST',
    body: {
      verdict,
      revision: seen,
      track: line.track,
      fire_unit: line.fire_unit,
      interceptor_type: line.interceptor_type,
      launch: new Date(line.launch).toISOString(),
      why,
      ...(amended === undefined ? {} : { amended }),
    },
  });
  if (step.value.at !== 'preparing' || step.value.line !== line) return;
  step.value = answer.ok
    ? { at: 'reviewing', line, prepared: answer.value, until: performance.now() + answer.value.valid_s * 1000 }
    : { at: 'failed', line, problem: answer.error };
}

/** The second step: enter what was read. */
export async function confirm(): Promise<void> {
  const reviewing = step.value;
  if (reviewing.at !== 'reviewing') return;
  const { line, prepared: read } = reviewing;
  step.value = { at: 'committing', line, prepared: read, unknown: false };
  const answer = await insist(
    path('/decisions'),
    entered,
    { method: 'POST', body: { token: read.token, verdict: read.review.verdict, revision: read.review.revision } },
    crypto.randomUUID(),
    () => {
      step.value = { at: 'committing', line, prepared: read, unknown: true };
    },
  );
  step.value = answer.ok ? { at: 'done', line, entered: answer.value } : { at: 'failed', line, problem: answer.error };
}

/** Let go of what was begun; a decision that is on its way cannot be called back by that. */
export function cancel(): void {
  if (step.value.at !== 'committing') step.value = { at: 'idle' };
}

/** Confirm another person's decision, or take one's own back. */
export async function second(nomination: string, confirming: boolean): Promise<Problem | null> {
  const at = `/nominations/${encodeURIComponent(nomination)}`;
  const answer = confirming
    ? await insist(path(`${at}/confirmation`), entered, { method: 'POST', body: {} }, crypto.randomUUID(), () => undefined)
    : await ask(path(at), entered, { method: 'DELETE' });
  return answer.ok ? null : answer.error;
}

/** Weapons HOLD for everyone, at once. */
export async function holdAll(): Promise<Problem | null> {
  const answer = await insist(path('/hold-all'), (value) => ({ ok: true, value }), { method: 'POST', body: {} }, crypto.randomUUID(), () => undefined);
  return answer.ok ? null : answer.error;
}
