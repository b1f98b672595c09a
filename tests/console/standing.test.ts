/** What the plan has now in the place of a line that was to be decided on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latest, standsNow, type Subject } from '../../src/console/state/decide';
import { shown } from '../../src/console/state/desk';

const line = (track: string, unit: string, launch: number): Subject => ({ track, fire_unit: unit, interceptor_type: 'missile', launch });

function show(...recommendations: readonly (Subject & { readonly firm?: boolean })[]): void {
  const plan = { revision: 9, recommendations: recommendations.map((each) => ({ firm: true, ...each })) };
  shown.value = { plan } as unknown as NonNullable<typeof shown.value>;
}

test('the line itself stands, with another launch', () => {
  show(line('T1', 'U2', 40), line('T1', 'U1', 30));
  assert.deepEqual([standsNow(line('T1', 'U1', 20))?.isSame, standsNow(line('T1', 'U1', 20))?.line.launch], [true, 30]);
  assert.deepEqual(latest(line('T1', 'U1', 20), 3).map((each) => (typeof each === 'number' ? each : each.launch)), [30, 9]);
});

test('another unit shoots at the track now: that is another line', () => {
  show(line('T1', 'U2', 40), line('T2', 'U1', 30));
  const found = standsNow(line('T1', 'U1', 20));
  assert.deepEqual([found?.isSame, found?.line.fire_unit, found?.revision], [false, 'U2', 9]);
  assert.equal(latest(line('T1', 'U1', 20), 3)[1], 3);
});

test('an intention is no line, and without a plan there is none', () => {
  show({ ...line('T1', 'U1', 20), firm: false });
  assert.equal(standsNow(line('T1', 'U1', 20)), null);
  shown.value = null;
  assert.equal(standsNow(line('T1', 'U1', 20)), null);
});
