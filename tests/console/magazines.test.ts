/** A jammer's magazine is not empty: there is nothing in it to count. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasRounds } from '../../src/console/api/records';

test('rounds are counted of everything but electronic warfare', () => {
  const kinds = ['missile', 'gun', 'interceptor_drone', 'electronic_warfare'];
  assert.deepEqual(kinds.filter((kind) => !hasRounds({ kind })), ['electronic_warfare']);
});
