/** What one person read or decided is not there for the next one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirm, passwordGiven, promised, step, type Step } from '../../src/console/state/decide';
import { watchSeat } from '../../src/console/state/seat';
import { session, type Session } from '../../src/console/state/session';

watchSeat();

const sits = (name: string): Session => ({ name }) as unknown as Session;
const read = { at: 'failed' } as unknown as Step;

function reading(name: string): void {
  session.value = sits(name);
  step.value = read;
  passwordGiven.value = true;
  promised.value = { p_kill: 0.8, damage_averted_meur: 3 };
}

test('another person finds nothing of it, though the session of the first one ended before', () => {
  reading('bondar');
  session.value = null;
  assert.equal(step.value, read);
  session.value = sits('marta');
  assert.deepEqual([step.value, passwordGiven.value, promised.value], [{ at: 'idle' }, false, null]);
});

test('the same person goes on', () => {
  reading('bondar');
  session.value = null;
  session.value = sits('bondar');
  assert.equal(step.value, read);
});

test('an answer that comes late is for nobody else, and puts nothing of theirs away', async () => {
  session.value = sits('bondar');
  const review = { verdict: 'refuse', seen_revision: 1, shot: null };
  step.value = { at: 'reviewing', prepared: { token: 'once', review } } as unknown as Step;
  const answers: ((answer: Response) => void)[] = [];
  globalThis.fetch = () => new Promise((resolve) => answers.push(resolve));
  const entering = confirm();
  assert.equal(step.value.at, 'committing');
  session.value = sits('marta');
  assert.equal(step.value.at, 'idle');
  step.value = read;
  answers[0]?.(new Response(null, { status: 403 }));
  await entering;
  assert.equal(step.value, read);
});
