/** The queue never moves under a person's hands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arranged, wouldMove } from '../../src/console/state/order';

const keys = (slots: readonly { key: string }[]): string[] => slots.map(({ key }) => key);

test('let go, the list is in its order', () => {
  assert.deepEqual(keys(arranged([], ['b', 'a'], false)), ['b', 'a']);
});

test('held, nothing changes its place, whatever order there would be', () => {
  const before = arranged([], ['a', 'b', 'c'], false);
  assert.deepEqual(keys(arranged(before, ['c', 'a', 'b'], true)), ['a', 'b', 'c']);
});

test('held, what has gone keeps its place and is marked', () => {
  const before = arranged([], ['a', 'b'], false);
  assert.deepEqual(arranged(before, ['b'], true), [
    { key: 'a', gone: true },
    { key: 'b', gone: false },
  ]);
});

test('held, what is new comes at the end', () => {
  const before = arranged([], ['b'], false);
  assert.deepEqual(keys(arranged(before, ['a', 'b'], true)), ['b', 'a']);
});

test('letting go is told apart from standing still', () => {
  const before = arranged([], ['a', 'b'], false);
  assert.equal(wouldMove(before, ['a', 'b']), false);
  assert.equal(wouldMove(before, ['b', 'a']), true);
  assert.equal(wouldMove(arranged(before, ['a'], true), ['a']), true);
});
