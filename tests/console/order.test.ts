/** The queue never moves under a person's hands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arranged } from '../../src/console/state/order';

test('let go, the list is in its order', () => {
  assert.deepEqual(arranged(['a', 'b'], ['b', 'a'], false), ['b', 'a']);
});

test('held, nothing changes its place, whatever order there would be', () => {
  assert.deepEqual(arranged(['a', 'b', 'c'], ['c', 'a', 'b'], true), ['a', 'b', 'c']);
});

test('held, what has gone keeps its place', () => {
  assert.deepEqual(arranged(['a', 'b'], ['b'], true), ['a', 'b']);
});

test('held, what is new comes at the end', () => {
  assert.deepEqual(arranged(['b'], ['a', 'b'], true), ['b', 'a']);
});

test('let go, what has gone has no place any more', () => {
  assert.deepEqual(arranged(['a', 'b'], ['b'], false), ['b']);
});
