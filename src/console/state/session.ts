/** Who sits at this console. */
import { signal } from '@preact/signals';
import { ask, anything, personChanged } from '../api/client';
import { array, boolean, moment, nullable, object, record, string, type Valid } from '../lib/validate';
import type { Result } from '../lib/result';
import type { Problem } from '../api/client';
import { chooseFirst } from './desks';

export const sessionDocument = object({
  name: string,
  kind: string,
  roles: array(object({ role: string, scope: string })),
  may: record(array(string)),
  must_change: boolean,
  stepped_up_until: nullable(moment),
});
export type Session = Valid<typeof sessionDocument>;

export const session = signal<Session | null>(null);

/** Whether the person may do this at that desk; the service decides, this only spares a click. */
export const may = (permission: string, desk: string): boolean => session.value?.may[desk]?.includes(permission) ?? false;

/** Whether decisions need no password now, as far as this clock can tell: the service decides. */
export const isSteppedUp = (): boolean => (session.value?.stepped_up_until ?? 0) > Date.now();

const SIGNED = 'zaslin.signed';

/** Whether this browser has a session that may still hold; asking would be in vain without. */
export const mayBeSigned = (storage: Storage): boolean => storage.getItem(SIGNED) !== null;

/** Look whether somebody is logged in already. */
export async function resume(): Promise<Result<Session, Problem>> {
  const answer = await ask('/session', sessionDocument);
  // Before the console is shown: its stream is of that desk.
  if (answer.ok && !answer.value.must_change) await chooseFirst();
  session.value = answer.ok ? answer.value : null;
  if (answer.ok) localStorage.setItem(SIGNED, 'yes');
  else localStorage.removeItem(SIGNED);
  return answer;
}

export async function logIn(name: string, password: string): Promise<Result<Session, Problem>> {
  personChanged();
  const answer = await ask('/session', anything, { method: 'POST', body: { name, password } });
  return answer.ok ? resume() : answer;
}

export async function logOut(): Promise<void> {
  personChanged();
  await ask('/session', anything, { method: 'DELETE' });
  localStorage.removeItem(SIGNED);
  session.value = null;
}

/** Give the password once more, before decisions. */
export async function stepUp(password: string): Promise<Result<unknown, Problem>> {
  const answer = await ask('/session/step-up', anything, { method: 'POST', body: { password } });
  if (answer.ok) await resume();
  return answer;
}
