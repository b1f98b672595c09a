/** A line whose time ran out is told from one that left the plan for another reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasLapsed, type Leaving } from '../../src/console/state/lapsed';

const gone: Leaving = { lastOrder: 105_000, isThere: true, replaced: false, held: false };

test('its time ran out if there was less than a step of it, or none', () => {
  assert.deepEqual([84_000, 86_000, 105_000, 120_000].map((now) => hasLapsed(gone, now)), [false, true, true, true]);
});

test('a track that was killed, another shot and a hold are other reasons', () => {
  for (const other of [{ isThere: false }, { replaced: true }, { held: true }]) assert.equal(hasLapsed({ ...gone, ...other }, 104_000), false);
});
