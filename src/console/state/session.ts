/** Who sits at this console. */
import { signal } from '@preact/signals';
import { ask, anything } from '../api/client';
import { array, boolean, nullable, object, record, string, withDefault, type Valid } from '../lib/validate';
import type { Result } from '../lib/result';
import type { Problem } from '../api/client';

export const sessionDocument = object({
  name: string,
  kind: withDefault(string, 'person'),
  must_change: withDefault(boolean, false),
  stepped_up: withDefault(boolean, false),
  grants: withDefault(array(object({ role: string, scope: string })), []),
  permissions: withDefault(record(array(string)), {}),
  second_factor: withDefault(nullable(string), null),
});
export type Session = Valid<typeof sessionDocument>;

export const session = signal<Session | null>(null);

/** Whether the person may do this at that desk; the service decides, this only spares a click. */
export function may(permission: string, desk: string): boolean {
  const scope = desk === 'live' ? 'live' : 'sim';
  const granted = session.value?.permissions ?? {};
  return [scope, 'all', desk].some((each) => granted[each]?.includes(permission) ?? false);
}

/** Look whether somebody is logged in already. */
export async function resume(): Promise<Result<Session, Problem>> {
  const answer = await ask('/session', sessionDocument);
  session.value = answer.ok ? answer.value : null;
  return answer;
}

export async function logIn(name: string, password: string): Promise<Result<Session, Problem>> {
  const answer = await ask('/session', anything, { method: 'POST', body: { name, password } });
  return answer.ok ? resume() : answer;
}

export async function logOut(): Promise<void> {
  await ask('/session', anything, { method: 'DELETE' });
  session.value = null;
}

/** Give the password once more, before decisions. */
export async function stepUp(password: string): Promise<Result<unknown, Problem>> {
  const answer = await ask('/session/step-up', anything, { method: 'POST', body: { password } });
  if (answer.ok) await resume();
  return answer;
}
