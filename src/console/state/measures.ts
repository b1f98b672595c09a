/** Changing control measures: all of them at once, and never over somebody else's change. */
import { ask, anything, type Problem } from '../api/client';
import type { Measures } from '../api/picture';
import { controlInForce } from '../api/records';
import { deskName } from './desk';

const path = (rest: string): string => `/desks/${encodeURIComponent(deskName.value)}${rest}`;

/** Put changed measures in the place of those that are in force, unless somebody else did. */
export async function change(edit: (now: Measures) => Measures): Promise<Problem | null> {
  // Of one desk, whichever is looked at when the answer comes.
  const control = path('/control');
  const now = await ask(control, controlInForce);
  if (!now.ok) return now.error;
  const { forbidden: _, ...rest } = edit(now.value.control);
  const answer = await ask(control, anything, {
    method: 'PUT',
    headers: { 'If-Match': now.etag ?? '*' },
    body: stated(rest),
  });
  return answer.ok ? null : answer.error;
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
