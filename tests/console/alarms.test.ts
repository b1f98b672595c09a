/** Alarms latch, group, and come back when it gets worse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarms, watchAlarms } from '../../src/console/state/alarms';
import { turnTo } from '../../src/console/state/desk';
import { acknowledgedIn, latched as latchedAt, type Alarm, type Condition } from '../../src/console/state/latch';

const due = (count: number): Condition => ({ code: 'orders_due', rank: 'caution', count });
const missed = (count: number): Condition => ({ code: 'orders_missed', rank: 'caution', count });
const withdrawn = (...about: readonly string[]): Condition => ({ code: 'withdrawn', rank: 'alarm', count: about.length, about });
const latched = (before: readonly Alarm[], now: readonly Condition[], nowMs = 0): readonly Alarm[] => latchedAt(before, now, nowMs);
const acknowledged = (alarms: readonly Alarm[]): readonly Alarm[] => alarms.reduce<readonly Alarm[]>((all, { code }) => acknowledgedIn(all, code), alarms);

test('a condition that has passed stays until somebody acknowledges it', () => {
  const after = latched(latched([], [due(1)]), []);
  assert.deepEqual(after.map(({ count, active, acknowledged: known }) => [count, active, known]), [[1, false, false]]);
});

test('one alarm stands for many tracks', () => {
  assert.equal(latched(latched([], [due(1)]), [due(4)]).length, 1);
});

test('an acknowledged alarm goes with its condition', () => {
  assert.deepEqual(latched(acknowledged(latched([], [missed(2)])), []), []);
  assert.deepEqual(acknowledged(latched(latched([], [missed(2)]), [])), []);
});

test('orders that are due again soon are no new caution, unless there are more', () => {
  const over = latched(acknowledged(latched([], [due(2)], 0)), [], 300_000);
  const again = (count: number, atMs: number): readonly boolean[] => latched(latched(over, [], atMs), [due(count)], atMs).map((each) => each.acknowledged);
  assert.deepEqual(again(2, 340_000), [true]);
  assert.deepEqual(again(3, 340_000), [false]);
  assert.deepEqual(again(1, 361_000), [false]);
});

test('what is over is remembered as well if it is acknowledged then', () => {
  const over = acknowledged(latched(latched([], [due(2)], 0), [], 1_000));
  assert.deepEqual(latched(over, [due(1)], 30_000).map((each) => each.acknowledged), [true]);
  assert.deepEqual(latched(over, [], 62_000), []);
});

test('a shot withdrawn in the place of an acknowledged one is an alarm again', () => {
  const known = acknowledged(latched([], [withdrawn('T1 → U1')]));
  assert.deepEqual(latched(known, [withdrawn('T1 → U1')]).map((each) => each.acknowledged), [true]);
  assert.deepEqual(latched(known, [withdrawn('T2 → U1')]).map((each) => each.acknowledged), [false]);
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
  const before = latched([], [withdrawn('T1 → U1')]);
  assert.deepEqual(latched(before, [withdrawn('T2 → U1')])[0]?.about, ['T2 → U1']);
  const over = latched(before, []);
  assert.deepEqual([over[0]?.active, over[0]?.about], [false, ['T1 → U1']]);
});
