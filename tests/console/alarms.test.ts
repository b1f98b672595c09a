/** Alarms latch, group, and come back when it gets worse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarms, watchAlarms } from '../../src/console/state/alarms';
import { turnTo } from '../../src/console/state/desk';
import { latched, type Alarm, type Condition } from '../../src/console/state/latch';

const due = (count: number): Condition => ({ code: 'orders_due', rank: 'caution', count });
const acknowledged = (alarms: readonly Alarm[]): readonly Alarm[] => alarms.map((each) => ({ ...each, acknowledged: true }));

test('a condition that has passed stays until somebody acknowledges it', () => {
  const after = latched(latched([], [due(1)]), []);
  assert.deepEqual(after, [{ ...due(1), active: false, acknowledged: false }]);
});

test('one alarm stands for many tracks', () => {
  assert.equal(latched(latched([], [due(1)]), [due(4)]).length, 1);
});

test('an acknowledged alarm goes with its condition', () => {
  assert.deepEqual(latched(acknowledged(latched([], [due(2)])), []), []);
});

test('an acknowledged alarm that gets worse is an alarm again', () => {
  assert.equal(latched(acknowledged(latched([], [due(2)])), [due(3)])[0]?.acknowledged, false);
  assert.equal(latched(acknowledged(latched([], [due(2)])), [due(1)])[0]?.acknowledged, true);
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

test('whoever has to be told is named, and another one is another alarm', () => {
  const withdrawn = (name: string): Condition => ({ code: 'withdrawn', rank: 'alarm', count: 1, about: [name] });
  const before = latched([], [withdrawn('T1 → U1')]);
  assert.deepEqual(latched(before, [withdrawn('T2 → U1')])[0]?.about, ['T2 → U1']);
  const over = latched(before, []);
  assert.deepEqual([over[0]?.active, over[0]?.about], [false, ['T1 → U1']]);
});
