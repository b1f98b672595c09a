/** What one person read or decided is not there for the next one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordGiven, promised, step, type Step } from '../../src/console/state/decide';
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
