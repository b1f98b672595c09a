/** Alarms latch, group, and come back when it gets worse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarms, watchAlarms } from '../../src/console/state/alarms';
import { turnTo } from '../../src/console/state/desk';
import { acknowledgedIn, latched as latchedAt, type Alarm, type Condition } from '../../src/console/state/latch';

const due = (count: number): Condition => ({ code: 'orders_due', rank: 'caution', count });
const lost = (count: number): Condition => ({ code: 'no_advice', rank: 'alarm', count });
const withdrawn = (...names: readonly string[]): Condition => ({ code: 'withdrawn', rank: 'alarm', count: names.length, about: names.map((name) => ({ name, flying: false })) });
const latched = (before: readonly Alarm[], now: readonly Condition[], nowMs = 0): readonly Alarm[] => latchedAt(before, now, nowMs);
const acknowledged = (alarms: readonly Alarm[], nowMs = 0): readonly Alarm[] => alarms.reduce<readonly Alarm[]>((all, { code }) => acknowledgedIn(all, code, nowMs), alarms);
const known = (alarms: readonly Alarm[]): readonly boolean[] => alarms.map((each) => each.acknowledged);

test('a condition that has passed stays until somebody acknowledges it', () => {
  const after = latched(latched([], [due(1)]), []);
  assert.deepEqual(after.map(({ count, active, acknowledged: known }) => [count, active, known]), [[1, false, false]]);
});

test('one alarm stands for many tracks', () => {
  assert.equal(latched(latched([], [due(1)]), [due(4)]).length, 1);
});

test('an acknowledged alarm goes with its condition', () => {
  assert.deepEqual(latched(acknowledged(latched([], [lost(2)])), []), []);
  assert.deepEqual(acknowledged(latched(latched([], [lost(2)]), [])), []);
});

test('orders that are due again within a minute are no new caution, be it one more or less', () => {
  const before = acknowledged(latched([], [due(2)]), 0);
  assert.deepEqual(known(latched(before, [due(3)], 40_000)), [true]);
  assert.deepEqual(known(latched(latched(before, [], 1_000), [due(3)], 40_000)), [true]);
});

test('orders that are due for longer, or after that, ask again', () => {
  const before = acknowledged(latched([], [due(12)]), 0);
  assert.deepEqual(known(latched(before, [due(1)], 59_000)), [true]);
  assert.deepEqual(known(latched(before, [due(1)], 61_000)), [false]);
  // Nobody looked in between: nothing was due, or another desk was looked at.
  assert.deepEqual(known(latched(latched(before, [], 1_000), [due(1)], 3_600_000)), [false]);
});

test('what is over is remembered as well if it is acknowledged then, and goes after its minute', () => {
  const over = acknowledged(latched(latched([], [due(2)]), [], 1_000), 2_000);
  assert.deepEqual(known(latched(over, [due(1)], 30_000)), [true]);
  assert.deepEqual(latched(over, [], 63_000), []);
});

test('a shot withdrawn in the place of an acknowledged one is an alarm again', () => {
  const before = acknowledged(latched([], [withdrawn('T1 → U1')]));
  assert.deepEqual(known(latched(before, [withdrawn('T1 → U1')], 3_600_000)), [true]);
  assert.deepEqual(known(latched(before, [withdrawn('T2 → U1')])), [false]);
});

test('a shot that is withdrawn for the second time is an alarm again, whatever lasts meanwhile', () => {
  const both = acknowledged(latched([], [withdrawn('T1 → U1', 'T2 → U2')]));
  const one = latched(both, [withdrawn('T2 → U2')]);
  assert.deepEqual(known(one), [true]);
  assert.deepEqual(known(latched(one, [withdrawn('T1 → U1', 'T2 → U2')])), [false]);
});

test('what was acknowledged and became less is an alarm again once it is more', () => {
  const few = latched(acknowledged(latched([], [lost(12)])), [lost(1)]);
  assert.deepEqual([known(few), known(latched(few, [lost(2)]))], [[true], [false]]);
});

test('an acknowledged alarm that gets worse is an alarm again', () => {
  assert.deepEqual(known(latched(acknowledged(latched([], [lost(2)])), [lost(3)])), [false]);
  assert.deepEqual(known(latched(acknowledged(latched([], [lost(2)])), [lost(1)])), [true]);
});

test('when nothing changes the same list comes back', () => {
  const before = latched([], [due(2)]);
  assert.equal(latched(before, [due(2)]), before);
});

test('alarms of one desk wait there while another is looked at', () => {
  const stop = watchAlarms(() => assert.fail('nothing sounds'));
  turnTo('live');
  alarms.value = latched(latched([], [due(1)]), []);
  turnTo('replay');
  assert.deepEqual(alarms.value, []);
  turnTo('live');
  assert.deepEqual(alarms.value.map(({ code }) => code), ['orders_due']);
  stop();
});

test('whoever has to be told is named until somebody has acknowledged it', () => {
  const named = (list: readonly Alarm[]): unknown => list[0]?.about?.map(({ name, over }) => [name, over === true]);
  const before = latched([], [withdrawn('T1 → U1')]);
  const both = latched(before, [withdrawn('T2 → U1')]);
  assert.deepEqual([named(both), both[0]?.count], [[['T2 → U1', false], ['T1 → U1', true]], 2]);
  assert.equal(latched(both, [withdrawn('T2 → U1')]), both);
  assert.deepEqual(named(latched(acknowledged(both), [withdrawn('T2 → U1')])), [['T2 → U1', false]]);
  const over = latched(before, []);
  assert.deepEqual([over[0]?.active, named(over)], [false, [['T1 → U1', false]]]);
});
