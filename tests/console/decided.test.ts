/** What people decided on a line is theirs, and of no other line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionOn, isDecided, type Decisions } from '../../src/console/state/decided';

const NONE: Decisions = { engagements: [], forbidden: [] };
const line = (unit: string, type = 'missile', track = 'T1') => ({ track, fire_unit: unit, interceptor_type: type });
const forbidding = (fire_unit: string | null, interceptor_type: string | null): Decisions => ({ ...NONE, forbidden: [{ track: 'T1', fire_unit, interceptor_type }] });
type State = Decisions['engagements'][number]['state'];
const engaged = (unit: string, decidedOn: string, state: State = 'authorised'): Decisions => ({ ...NONE, engagements: [{ ...line(unit), state, decision: { ...line(decidedOn), by: 'bondar' } }] });

test('nothing was decided where nothing is known', () => {
  assert.equal(isDecided(null, line('U1')), false);
  assert.equal(isDecided(NONE, line('U1')), false);
});

test('refusing one type of a unit leaves its other type undecided', () => {
  const now = forbidding('U1', 'gun');
  assert.deepEqual([line('U1', 'gun'), line('U1'), line('U2', 'gun'), line('U1', 'gun', 'T2')].map((each) => isDecided(now, each)), [true, false, false, false]);
});

test('refusing a unit is on each of its types, a hold on whoever would shoot', () => {
  assert.deepEqual([line('U1', 'gun'), line('U1'), line('U2')].map((each) => isDecided(forbidding('U1', null), each)), [true, true, false]);
  assert.deepEqual([line('U1'), line('U2', 'gun'), line('U1', 'missile', 'T2')].map((each) => isDecided(forbidding(null, null), each)), [true, true, false]);
});

test('an amended line is decided, though another unit shoots', () => {
  assert.deepEqual([line('U1'), line('U2'), line('U3')].map((each) => isDecided(engaged('U2', 'U1'), each)), [true, true, false]);
});

test('what is over is no decision on a line that comes again', () => {
  for (const state of ['assessed', 'aborted', 'expired'] as const) assert.equal(isDecided(engaged('U1', 'U1', state), line('U1')), false);
});

test('who authorised it is known, and a refusal is none', () => {
  assert.deepEqual(decisionOn(engaged('U2', 'U1'), line('U1')), { by: 'bondar' });
  assert.deepEqual(decisionOn(forbidding('U1', null), line('U1')), { by: null });
  assert.equal(decisionOn(NONE, line('U1')), null);
});
