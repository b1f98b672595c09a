/** Silence alone turns the console amber and red; only a whole resync takes it back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshness, heard, mayAdvise, mayDecide, NEVER } from '../../src/console/state/freshness';

const WHOLE = { heardAtMs: 10_000, whole: true };

test('before anything has come the link counts as lost', () => {
  assert.equal(freshness(NEVER, 0), 'red');
});

test('amber at two seconds of silence, red at five', () => {
  assert.equal(freshness(WHOLE, 11_999), 'fresh');
  assert.equal(freshness(WHOLE, 12_000), 'amber');
  assert.equal(freshness(WHOLE, 14_999), 'amber');
  assert.equal(freshness(WHOLE, 15_000), 'red');
});

test('one message after red is not enough', () => {
  const one = heard(WHOLE, 20_000, false);
  assert.equal(freshness(one, 20_000), 'red');
  assert.equal(freshness(heard(one, 20_100, true), 20_100), 'fresh');
});

test('one message after amber is enough', () => {
  assert.equal(freshness(heard(WHOLE, 13_000, false), 13_000), 'fresh');
});

test('advice may be read until red and decided on only when fresh', () => {
  assert.deepEqual(['fresh', 'amber', 'red'].map((each) => mayAdvise(each as 'red')), [true, true, false]);
  assert.deepEqual(['fresh', 'amber', 'red'].map((each) => mayDecide(each as 'red')), [true, false, false]);
});
