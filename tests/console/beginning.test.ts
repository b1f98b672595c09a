/** Nobody is led to a line that they cannot decide on in time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginning } from '../../src/console/state/beginning';

test('it is the first line that leaves the time to read and to confirm', () => {
  assert.equal(beginning([9_000, 10_000, 60_000], 0, true), 1);
  assert.equal(beginning([9_000, 10_000, 60_000], -1_000, true), 0);
});

test('whoever has to give the password first is left more', () => {
  assert.equal(beginning([9_000, 10_000, 24_999, 25_000], 0, false), 3);
});

test('where none leaves it, it is the one that leaves the most, wherever it stands', () => {
  assert.equal(beginning([2_000, 8_000, 5_000], 0, true), 1);
  assert.equal(beginning([-5_000, -9_000], 0, true), 0);
  assert.equal(beginning([], 0, true), 0);
});
