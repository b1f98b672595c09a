/** Changing control measures: all of them at once, and never over somebody else's change. */
import { ask, own } from '../api/client';
import type { Measures } from '../api/picture';
import { controlInForce } from '../api/records';
import { err } from '../lib/result';
import { deskName } from './desk';
import { enterComposed } from './records';

const path = (rest: string): string => `/desks/${encodeURIComponent(deskName.value)}${rest}`;

/** Measures as they are once they have been changed, or why that cannot be. */
export type Edit = (now: Measures) => Measures | 'taken' | 'lowers';

/**
 * Put changed measures in the place of those that are in force, unless somebody else did.
 *
 * What becomes of it is told at the place, as of any record; returns whether it was entered.
 */
export function change(place: string, edit: Edit): Promise<boolean> {
  // Of one desk, whichever is looked at when the answer comes.
  const control = path('/control');
  return enterComposed(place, async () => {
    const now = await ask(control, controlInForce);
    if (!now.ok) return now;
    // Without its mark a change would go over whatever is in force by then.
    if (now.etag === null) return err(own('not_understood'));
    const edited = edit(now.value.control);
    if (typeof edited === 'string') return err(own(edited));
    const { forbidden: _, ...rest } = edited;
    return { ok: true, value: { path: control, sent: { method: 'PUT', headers: { 'If-Match': now.etag }, body: stated(rest) } } };
  });
}

/** The same document without what says nothing, and with times as texts. */
export function stated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([key, each]) => [key, /^(active_from|active_until)$/.test(key) && typeof each === 'number' ? new Date(each).toISOString() : stated(each)]),
  );
}
