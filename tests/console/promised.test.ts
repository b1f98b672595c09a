/** A shot that has become worse is said to have; one that moves a little is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasFallen, type Promised } from '../../src/console/state/promised';

const good: Promised = { pk_low: 0.65, pk_high: 0.88, p_kill: 0.8, damage_averted_meur: 12, launch: 0 };

test('the same shot, and a better one, have not fallen', () => {
  assert.equal(hasFallen(good, good), false);
  assert.equal(hasFallen(good, { ...good, p_kill: 0.9, damage_averted_meur: 20 }), false);
});

test('a tenth of the chance is the same, more is not', () => {
  assert.equal(hasFallen(good, { ...good, p_kill: 0.71 }), false);
  assert.equal(hasFallen(good, { ...good, p_kill: 0.69 }), true);
});

test('a quarter of what is averted is the same, more is not', () => {
  assert.equal(hasFallen(good, { ...good, damage_averted_meur: 9.1 }), false);
  assert.equal(hasFallen(good, { ...good, damage_averted_meur: 8.9 }), true);
});

test('of what is next to nothing nothing is lost', () => {
  assert.equal(hasFallen({ ...good, damage_averted_meur: 0.04 }, { ...good, damage_averted_meur: 0 }), false);
});

test('a launch that moves is told beside it, and is no fall', () => {
  assert.equal(hasFallen(good, { ...good, launch: 60_000 }), false);
});
